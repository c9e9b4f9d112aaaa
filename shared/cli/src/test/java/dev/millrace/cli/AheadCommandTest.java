package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.StubLambda.Answer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AheadCommandTest {
    private static Answer page(StubLambda.Call call, String outcome) {
        var found = "{'what':'%s','text':'knows commit 3','outcome':'" + outcome + "'}";
        return Answer.of(
                call.request().has("after")
                        ? "{'looked':2,'ahead':[%s]}".formatted(found.formatted("Parcel#p1"))
                        : "{'looked':3,'ahead':[%s],'next':'parcel-view p0'}"
                                .formatted(found.formatted("delivery p1")));
    }

    @Test
    void the_command_lists_all_pages_and_changes_nothing() {
        try (var lambda = StubLambda.answering(call -> page(call, "AHEAD"))) {
            var ran = Ran.on(lambda, "ahead");

            assertThat(ran.out())
                    .isEqualToIgnoringNewLines(
                            """
                            AHEAD delivery p1: knows commit 3
                            AHEAD Parcel#p1: knows commit 3
                            Compared 5 instances, rows and entities: 2 ahead, 0 reconciled.
                            """);
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(lambda.requests())
                    .containsExactly(
                            "{'operation':'ahead'}",
                            "{'operation':'ahead','after':'parcel-view p0'}");
        }
    }

    @Test
    void with_the_option_it_reconciles_what_is_ahead() {
        try (var lambda = StubLambda.answering(call -> page(call, "RECONCILED"))) {
            var ran = Ran.on(lambda, "ahead", "--reconcile");

            assertThat(ran.out())
                    .endsWith("Compared 5 instances, rows and entities: 2 ahead, 2 reconciled.\n");
            assertThat(ran.exitCode()).isZero();
            assertThat(lambda.requests()).first().isEqualTo("{'operation':'reconcile'}");
        }
    }

    @Test
    void the_exit_code_is_1_if_something_is_left() {
        try (var lambda = StubLambda.answering(call -> page(call, "LEFT"))) {
            var ran = Ran.on(lambda, "ahead", "--reconcile");

            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void the_exit_code_is_0_if_nothing_is_ahead() {
        try (var lambda = StubLambda.always("{'looked':7,'ahead':[]}")) {
            var ran = Ran.on(lambda, "ahead");

            assertThat(ran.out())
                    .isEqualToIgnoringNewLines(
                            "Compared 7 instances, rows and entities: 0 ahead, 0 reconciled.");
            assertThat(ran.exitCode()).isZero();
        }
    }
}
