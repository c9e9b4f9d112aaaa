package dev.millrace.acceptance;

import static dev.millrace.TemplateFile.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The library and its tools do not mention any service, not even in comments and resources.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GenericSourcesTest {
    private static final List<String> GENERIC =
            List.of(
                    "eventsourcing",
                    "eventsourcing-dynamodb",
                    "eventsourcing-lambda",
                    "eventsourcing-testkit",
                    "local-cloud",
                    "cli");

    private static final Pattern BOOKING =
            Pattern.compile("booking|concert|seat|payment|reservation", Pattern.CASE_INSENSITIVE);

    @Test
    void generic_sources_contain_no_word_of_the_booking() throws IOException {
        for (var module : GENERIC) {
            try (var files =
                    Files.walk(ROOT.resolve("shared").resolve(module).resolve("src/main"))) {
                assertThat(files.filter(Files::isRegularFile).flatMap(GenericSourcesTest::hits))
                        .isEmpty();
            }
        }
    }

    private static Stream<String> hits(Path file) {
        try {
            var text = file.getFileName() + "\n" + Files.readString(file);
            return text.lines()
                    .filter(line -> BOOKING.matcher(line).find())
                    .map(line -> ROOT.relativize(file) + ": " + line.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
