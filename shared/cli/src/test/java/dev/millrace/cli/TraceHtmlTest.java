package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file that `trace --html` writes.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceHtmlTest {
    private static final String TRACE = ParcelTrace.TEXT;

    @TempDir private Path folder;

    @Test
    void it_is_written_and_one_line_names_its_path() throws IOException {
        var file = folder.resolve("parcel.html");

        var ran = trace(TRACE, file);

        assertThat(ran.out()).isEqualToIgnoringNewLines("Written to " + file.toRealPath());
        assertThat(ran.exitCode()).isZero();
        assertThat(file).content().startsWith("<!doctype html>").contains("It is on its way.");
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void an_existing_file_is_replaced() throws IOException {
        var file = Files.writeString(folder.resolve("parcel.html"), "old");

        assertThat(trace(TRACE, file).exitCode()).isZero();

        assertThat(file).content().contains("It is on its way.");
    }

    @Test
    void a_symbolic_link_stays_a_link() throws IOException {
        var file = Files.writeString(folder.resolve("parcel.html"), "old");
        var link = Files.createSymbolicLink(folder.resolve("link.html"), file);

        assertThat(trace(TRACE, link).exitCode()).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(file).content().contains("It is on its way.");
    }

    @Test
    void text_that_UTF_8_cannot_encode_does_not_stop_the_write() {
        var file = folder.resolve("parcel.html");

        var ran = trace(TRACE.replace("ON_ITS_WAY", "\\ud800"), file);

        assertThat(ran.exitCode()).as("%s", ran).isZero();
        assertThat(file).content().contains("It is on its way.");
    }

    @Test
    void an_unknown_entity_does_not_change_the_file() throws IOException {
        var file = Files.writeString(folder.resolve("parcel.html"), "old");

        var ran = trace("{'mistake':'no Parcel has the id p1'}", file);

        assertThat(ran.err()).isEqualToIgnoringNewLines("millrace: no Parcel has the id p1");
        assertThat(file).hasContent("old");
    }

    @Test
    void a_file_that_cannot_be_written_is_one_line() throws IOException {
        var missing = folder.resolve("nowhere/parcel.html");
        var pipe = Path.of("/dev/null");

        assertThat(trace(TRACE, missing))
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "millrace: cannot write %s: its folder does not exist%n"
                                        .formatted(missing)));
        assertThat(trace(TRACE, folder).err())
                .isEqualToIgnoringNewLines(
                        "millrace: cannot write %s: it is not a file".formatted(folder));
        assertThat(trace(TRACE, pipe).err()).contains("cannot write /dev/null: it is not a file");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void html_together_with_json_is_wrong_use_and_calls_nothing() {
        try (var lambda = StubLambda.always(TRACE)) {
            var ran = Ran.on(lambda, "trace", "p1", "--json", "--html", "parcel.html");

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err())
                    .isEqualToIgnoringNewLines(
                            "millrace: --html and --json exclude each other (see ./millrace trace --help)");
            assertThat(lambda.requests()).isEmpty();
        }
    }

    private static Ran trace(String answer, Path file) {
        try (var lambda = StubLambda.always(answer)) {
            return Ran.on(lambda, "trace", "p1", "--html", file.toString());
        }
    }
}
