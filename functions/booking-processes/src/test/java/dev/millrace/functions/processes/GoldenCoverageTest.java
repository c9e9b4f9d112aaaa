package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.PublicEvents;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.dynamodb.Golden;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every kind of persisted data is in a golden file, and README.md beside the files lists it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenCoverageTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void the_kinds_in_the_files_are_those_in_the_table() {
        var found =
                GoldenKinds.ofAll().entrySet().stream()
                        .map(kind -> "| %s | %s |".formatted(kind.getKey(), kind.getValue()))
                        .collect(Collectors.joining("\n"));
        var listed =
                Golden.text("README.md")
                        .lines()
                        .filter(line -> line.startsWith("| ") && line.endsWith(".json |"))
                        .collect(Collectors.joining("\n"));

        assertThat(listed).isEqualTo(found);
    }

    @Test
    void every_event_status_publication_and_process_is_among_them() {
        var kinds = GoldenKinds.ofAll().keySet();

        assertThat(kinds).containsAll(EVENTS.names().stream().map("event "::concat).toList());
        assertThat(kinds)
                .containsAll(Stream.of(BookingStatus.values()).map(one -> "row " + one).toList());
        assertThat(kinds)
                .containsAll(
                        PublicEvents.NAMES.names().stream().map("published "::concat).toList());
        assertThat(stage.processNames())
                .allMatch(process ->
                        kinds.stream().anyMatch(kind -> kind.startsWith(process + " parked")));
    }

    @Test
    void every_file_of_a_story_is_the_outcome_of_a_step() {
        var steps = GoldenStories.all().map(GoldenStories.Step::after).sorted().toList();
        var folders = steps.stream().map(GoldenCoverageTest::folder).toList();

        assertThat(Golden.files().stream().filter(file -> folders.contains(folder(file))))
                .containsExactlyElementsOf(steps);
    }

    @Test
    void every_derived_id_follows_from_its_parts_and_is_in_its_file() {
        for (var id : Golden.read("ids.json")) {
            var parts =
                    StreamSupport.stream(id.path("parts").spliterator(), false)
                            .map(part -> part.asText())
                            .toArray(String[]::new);
            var text = id.path("id").asText();

            if (parts.length > 0) assertThat(Ids.of(parts)).as("%s", id).isEqualTo(text);
            assertThat(Golden.text(id.path("file").asText())).as("%s", id).contains(text);
        }
    }

    private static String folder(String file) {
        return file.substring(0, file.indexOf('/'));
    }
}
