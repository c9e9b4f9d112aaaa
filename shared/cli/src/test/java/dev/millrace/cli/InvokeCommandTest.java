package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.StubLambda.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InvokeCommandTest {
    @TempDir Path folder;
    private Path event = Path.of("");

    @BeforeEach
    void an_event() throws Exception {
        event = Files.writeString(folder.resolve("sweep.json"), "{\"time\":1}");
    }

    @Test
    void the_function_gets_the_event_and_its_answer_is_printed_unchanged() {
        try (var lambda = StubLambda.always("{ 'swept' : 3 }")) {
            var ran = Ran.on(lambda, "invoke", "Sweep", event.toString());

            assertThat(ran).isEqualTo(new Ran(0, "{ \"swept\" : 3 }%n".formatted(), ""));
            assertThat(lambda.calls().getFirst().function()).isEqualTo("Sweep");
            assertThat(lambda.requests()).containsExactly("{'time':1}");
        }
    }

    @Test
    void a_function_that_fails_sets_the_exit_code() {
        try (var lambda = StubLambda.answering(_ -> Answer.functionError("{'errorMessage':'x'}"))) {
            assertThat(Ran.on(lambda, "invoke", "Sweep", event.toString()))
                    .isEqualTo(new Ran(1, "{\"errorMessage\":\"x\"}%n".formatted(), ""));
        }
    }

    @Test
    void a_mistake_is_one_line() throws Exception {
        var broken = Files.writeString(folder.resolve("broken.json"), "{");
        assertMistake("is not a function name", "../x", event);
        assertMistake("cannot read", "Sweep", folder.resolve("none.json"));
        assertMistake("is not JSON", "Sweep", broken);
    }

    @Nested
    class With_a_template {
        @Test
        void the_function_runs_from_its_CodeUri_and_only_its_answer_is_printed() throws Exception {
            var service = new CounterService(folder);
            var template = service.built().toString();
            var event = service.event("{\"by\":3}").toString();

            var ran = Ran.millrace("invoke", "Count", event, "--template", template);

            assertThat(ran.exitCode()).as("%s", ran).isZero();
            assertThat(ran.out()).contains("\"count\":3").doesNotContain("counting");
        }

        @Test
        void an_unknown_function_is_a_mistake() throws Exception {
            var template = new CounterService(folder).tableOnly().toString();

            var ran = Ran.millrace("invoke", "Count", event.toString(), "--template", template);

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains("table.yaml has no function Count").hasLineCount(1);
        }

        @Test
        void an_option_for_a_running_service_is_wrong_use() throws Exception {
            var template = new CounterService(folder).tableOnly().toString();

            var ran =
                    Ran.millrace(
                            "invoke",
                            "Count",
                            event.toString(),
                            "--template",
                            template,
                            "--stack",
                            "s");

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err()).contains("--stack cannot be used with --template");
        }
    }

    private static void assertMistake(String said, String function, Path event) {
        try (var lambda = StubLambda.always("{}")) {
            var ran = Ran.on(lambda, "invoke", function, event.toString());

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains(said).hasLineCount(1);
            assertThat(lambda.calls()).isEmpty();
        }
    }
}
