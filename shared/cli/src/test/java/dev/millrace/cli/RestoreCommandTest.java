package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.StubLambda.Answer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RestoreCommandTest {
    @Test
    void every_segment_is_copied_to_its_end() {
        try (var lambda =
                StubLambda.answering(call ->
                        Answer.of(
                                call.request().has("after")
                                        ? "{'copied':1,'present':2,'refused':[]}"
                                        : "{'copied':10,'present':0,'refused':[],'next':'n'}"))) {
            var ran = Ran.on(lambda, "restore", "Parcel");

            assertThat(ran.out())
                    .isEqualToIgnoringNewLines("Copied 88 commits, 16 were there already.");
            assertThat(ran.exitCode()).isZero();
            assertThat(lambda.requests())
                    .hasSize(16)
                    .contains(
                            "{'operation':'restore','segment':7,'segments':8,'type':'Parcel'}",
                            "{'operation':'restore','segment':7,'segments':8,'type':'Parcel','after':'n'}");
        }
    }

    @Test
    void commits_whose_numbers_are_taken_are_named() {
        try (var lambda =
                StubLambda.answering(call ->
                        Answer.of(
                                call.request().path("segment").asInt() == 3
                                        ? "{'copied':0,'present':1,'refused':['Parcel#p1/2']}"
                                        : "{'copied':0,'present':0,'refused':[]}"))) {
            var ran = Ran.on(lambda, "restore");

            assertThat(ran.out())
                    .isEqualToIgnoringNewLines(
                            """
                            Copied 0 commits, 1 were there already.
                            Parcel#p1/2 and later commits were not copied: another commit has its number
                            """);
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void a_segment_that_fails_ends_the_command() {
        try (var lambda =
                StubLambda.answering(
                        _ -> Answer.functionError("{'errorMessage':'no such table'}"))) {
            var ran = Ran.on(lambda, "restore");

            assertThat(ran.err()).contains("ProcessOperations failed: no such table");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }
}
