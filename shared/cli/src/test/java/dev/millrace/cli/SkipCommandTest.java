package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SkipCommandTest {
    @Test
    void a_parked_input_is_dropped_and_the_reason_is_sent() {
        try (var lambda = StubLambda.always("{'outcome':'DONE'}")) {
            var ran = skip(lambda, " brought by hand ");

            assertThat(ran.out())
                    .isEqualToIgnoringNewLines(
                            "Dropped Parcel#p1/3 of delivery p1. The reason is kept.");
            assertThat(ran.exitCode()).isZero();
            assertThat(lambda.requests())
                    .containsExactly(
                            "{'operation':'skip','process':'delivery','instance':'p1','what':'Parcel#p1/3','reason':'brought by hand (%s)'}"
                                    .formatted(System.getProperty("user.name")));
        }
    }

    @Test
    void if_something_else_parks_then_it_says_so() {
        try (var lambda =
                StubLambda.always(
                        "{'outcome':'STILL_PARKED','parked':{'process':'delivery','instance':'p1','what':'next','error':'bad'}}")) {
            var ran = skip(lambda, "brought by hand");

            assertThat(ran.out()).startsWith("Still parked:").contains("delivery p1", "bad");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void an_input_that_is_not_parked_is_a_mistake() {
        try (var lambda = StubLambda.always("{'outcome':'NOT_PARKED'}")) {
            assertThat(skip(lambda, "why"))
                    .isEqualTo(
                            new Ran(
                                    1,
                                    "",
                                    "millrace: Parcel#p1/3 of delivery p1 is not parked: see ./millrace parked%n"
                                            .formatted()));
        }
    }

    @Test
    void an_unknown_outcome_is_a_failure() {
        try (var lambda = StubLambda.always("{'outcome':'PERHAPS'}")) {
            var ran = skip(lambda, "why");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains("of the same version").hasLineCount(1);
        }
    }

    @Test
    void a_reason_is_required_and_not_blank() {
        try (var lambda = StubLambda.always("{'outcome':'DONE'}")) {
            assertThat(Ran.on(lambda, "skip", "delivery", "p1", "w").exitCode()).isEqualTo(2);
            var blank = skip(lambda, " \t");

            assertThat(blank.exitCode()).isEqualTo(2);
            assertThat(blank.err()).contains("--reason").hasLineCount(1);
            assertThat(lambda.calls()).isEmpty();
        }
    }

    private static Ran skip(StubLambda lambda, String reason) {
        return Ran.on(lambda, "skip", "delivery", "p1", "Parcel#p1/3", "--reason", reason);
    }
}
