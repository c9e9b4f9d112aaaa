package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/// docs/reference.md and the example declare the tables as template.yaml does.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReferencePageTest {
    private static final Map<String, String> OURS =
            Map.of("JournalTable", "BookingEventsTable", "ProcessesTable", "ProcessesTable");

    private static final List<String> PROPERTIES =
            List.of(
                    "AttributeDefinitions",
                    "KeySchema",
                    "GlobalSecondaryIndexes",
                    "StreamSpecification",
                    "TimeToLiveSpecification");

    @TempDir private Path folder = Path.of("");

    @Test
    void its_journal_and_processes_are_declared_as_ours_are() throws IOException {
        assertDeclaredAsOurs(new TemplateFile(new TemplateFile.Value(new Yaml().load(fragment()))));
    }

    @Test
    void so_are_those_of_the_example() {
        assertDeclaredAsOurs(TemplateFile.read(ROOT.resolve("examples/parcels/template.yaml")));
    }

    private static void assertDeclaredAsOurs(TemplateFile page) {
        OURS.forEach((theirs, ours) -> {
            for (var property : PROPERTIES) {
                assertThat(table(page, theirs).at(property))
                        .as("%s of %s", property, theirs)
                        .isEqualTo(table(TemplateFile.read(), ours).at(property));
            }
        });
    }

    @Test
    void its_yaml_is_a_template_that_runs() throws IOException {
        var file = Files.writeString(folder.resolve("template.yaml"), fragment());

        try (var cloud = LocalCloud.start(LocalCloudOptions.of(file))) {
            assertThat(cloud.resource("ViewTable")).isEqualTo("millrace-local-ViewTable");
        }
    }

    private static TemplateFile.Resource table(TemplateFile template, String id) {
        return template.named(TemplateFile.Value.ref(id));
    }

    private static String fragment() throws IOException {
        var blocks =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(ROOT.resolve("docs/reference.md")));
        assertThat(blocks.find()).isTrue();
        return blocks.group(1);
    }
}
