package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.StubLambda.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EraseCommandTest {
    @Test
    void the_call_is_repeated_until_the_entity_is_erased() {
        var left = new AtomicInteger(3);
        try (var lambda =
                StubLambda.answering(_ -> Answer.of(unfinished(left.decrementAndGet() * 300)))) {
            var ran = Ran.on(lambda, "erase", "Parcel", "p1");

            assertThat(ran.out()).isEqualToIgnoringNewLines("1 erased, 0 not yet.");
            assertThat(ran.err()).contains("33 %  Parcel p1: commits left: 600");
            assertThat(ran.exitCode()).isZero();
            assertThat(lambda.requests())
                    .hasSize(3)
                    .containsOnly("{'operation':'erase','type':'Parcel','entity':'p1'}");
        }
    }

    private static String unfinished(int left) {
        return left == 0
                ? "{'outcome':'ERASED','commits':900}"
                : "{'outcome':'UNFINISHED','commits':900,'left':%s}".formatted(left);
    }

    @Test
    void a_call_without_progress_is_not_repeated() {
        try (var lambda = StubLambda.always(unfinished(300))) {
            var ran = Ran.on(lambda, "erase", "p1");

            assertThat(ran.out())
                    .isEqualToIgnoringNewLines(
                            """
                            0 erased, 1 not yet:
                            p1 is not erased:
                              commits are left, and the last call overwrote none: 300
                            """);
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(lambda.calls()).hasSize(2);
        }
    }

    @Test
    void a_dry_run_erases_nothing() {
        try (var lambda = StubLambda.always("{'outcome':'ERASABLE','commits':4}")) {
            var ran = Ran.on(lambda, "erase", "p1", "--dry-run");

            assertThat(ran.out()).isEqualToIgnoringNewLines("1 can be erased, 0 not yet.");
            assertThat(ran.exitCode()).isZero();
            assertThat(lambda.requests()).containsExactly("{'operation':'erasable','entity':'p1'}");
        }
    }

    @Test
    void an_entity_that_is_still_needed_is_reported_with_its_tasks() {
        try (var lambda =
                StubLambda.always(
                        "{'outcome':'NEEDED','begun':true,'tasks':['delivery p1 has a timer']}")) {
            var ran = Ran.on(lambda, "erase", "Parcel", "p1");

            assertThat(ran.out())
                    .isEqualToIgnoringNewLines(
                            """
                            0 erased, 1 not yet:
                            Parcel p1 is not erased:
                              delivery p1 has a timer
                              Its erasure has begun, or this arrived afterwards: run it again later.
                            """);
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void an_unknown_entity_is_not_erased() {
        try (var lambda = StubLambda.always("{'outcome':'UNKNOWN'}")) {
            var ran = Ran.on(lambda, "erase", "p1");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).contains("p1 is not erased:", "it has no journal");
        }
    }

    @Test
    void all_entities_of_a_client_are_erased_one_after_the_other() {
        try (var lambda = StubLambda.answering(EraseCommandTest::client)) {
            var ran = Ran.on(lambda, "erase", "--client", "ada");

            assertThat(ran.out())
                    .isEqualToIgnoringNewLines(
                            """
                            2 erased, 1 not yet:
                            Parcel p2 is not erased:
                              it is on its way
                            """);
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(lambda.requests())
                    .containsExactly(
                            "{'operation':'entities-of','client':'ada'}",
                            "{'operation':'entities-of','client':'ada','after':'c1'}",
                            "{'operation':'erase','type':'Parcel','entity':'p1'}",
                            "{'operation':'erase','type':'Parcel','entity':'p2'}",
                            "{'operation':'erase','type':'Parcel','entity':'p3'}");
        }
    }

    /// A row is left of an entity whose journal is gone, and the erasure of another entity fails.
    @Test
    void a_failure_of_one_entity_is_reported_and_does_not_stop_the_others() {
        try (var lambda =
                StubLambda.answering(call ->
                        switch (call.request().path("entity").asText()) {
                            case "" ->
                                    Answer.of(
                                            "{'entities':[{'type':'Parcel','entity':'p1'},{'type':'Parcel','entity':'p2'},{'type':'Parcel','entity':'p3'}]}");
                            case "p1" -> Answer.of("{'outcome':'UNKNOWN'}");
                            case "p2" -> Answer.functionError("{'errorMessage':'broken'}");
                            case String _ -> Answer.of("{'outcome':'ERASED','commits':3}");
                        })) {
            var ran = Ran.on(lambda, "erase", "--client", "ada");

            assertThat(ran.out())
                    .contains("1 erased, 2 not yet:")
                    .contains("Parcel p1 is not erased:", "it has no journal")
                    .contains("Parcel p2 is not erased:", "broken");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void the_same_failure_of_two_entities_ends_the_run_with_one_line() {
        try (var lambda =
                StubLambda.answering(call ->
                        call.operation().equals("entities-of")
                                ? Answer.of(
                                        "{'entities':[{'type':'Parcel','entity':'p1'},{'type':'Parcel','entity':'p2'},{'type':'Parcel','entity':'p3'}]}")
                                : Answer.functionError("{'errorMessage':'broken'}"))) {
            var ran = Ran.on(lambda, "erase", "--client", "ada");

            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).contains("broken", "(tried: 2 of 3; run it again)");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    private static Answer client(StubLambda.Call call) {
        if (call.operation().equals("entities-of")) {
            return Answer.of(
                    call.request().has("after")
                            ? "{'entities':[{'type':'Parcel','entity':'p3'}]}"
                            : "{'entities':[{'type':'Parcel','entity':'p1'},{'type':'Parcel','entity':'p2'}],'next':'c1'}");
        }
        return Answer.of(
                call.request().path("entity").asText().equals("p2")
                        ? "{'outcome':'NEEDED','begun':false,'tasks':['it is on its way']}"
                        : "{'outcome':'ERASED','commits':3}");
    }

    @Test
    void a_client_without_entities_is_not_a_mistake() {
        try (var lambda = StubLambda.always("{'entities':[]}")) {
            var ran = Ran.on(lambda, "erase", "--client", "ada");

            assertThat(ran.out()).startsWith("No entity of this client is found.");
            assertThat(ran.exitCode()).isZero();
        }
    }

    /// After a restore, entities that began after the restored moment are unknown.
    @Test
    void entities_that_were_erased_before_are_erased_again() {
        try (var lambda =
                StubLambda.answering(call ->
                        Answer.of(
                                call.operation().equals("erased")
                                        ? "{'entities':[{'type':'Parcel','entity':'p1'},{'type':'Courier','entity':'c1'}]}"
                                        : call.request().path("entity").asText().equals("p1")
                                                ? "{'outcome':'UNKNOWN'}"
                                                : "{'outcome':'ERASED','commits':3}"))) {
            var ran = Ran.on(lambda, "erase", "--listed");

            assertThat(ran.out()).isEqualToIgnoringNewLines("2 erased, 0 not yet.");
            assertThat(ran.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "erase",
        "erase p1 --client ada",
        "erase --client ada --listed",
        "erase a b c",
        "erase --client="
    })
    void it_takes_an_entity_or_a_client_or_the_list(String line) {
        try (var lambda = StubLambda.always("{}")) {
            var ran = Ran.on(lambda, line.split(" "));

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err()).hasLineCount(1);
            assertThat(lambda.calls()).isEmpty();
        }
    }
}
