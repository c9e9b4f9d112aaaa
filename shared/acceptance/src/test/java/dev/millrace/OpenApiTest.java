package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Compares openapi.yaml with the template, the sources and itself. `ApiTest` compares it with the
/// answers of the service.
@DisplayNameGeneration(ReplaceUnderscores.class)
class OpenApiTest {
    private static final Pattern PROBLEM =
            Pattern.compile("new Problem\\(\\s*([0-9]{3}),\\s*\"([A-Z_]+)\"");

    private final OpenApi api = OpenApi.read();

    @Test
    void its_routes_are_the_templates() {
        var routes =
                TemplateFile.read().events("HttpApi").stream()
                        .map(route -> route.at("Method") + " " + route.at("Path"))
                        .collect(toCollection(TreeSet::new));

        assertThat(api.routes()).isNotEmpty().isEqualTo(routes);
    }

    @Test
    void its_examples_fit_and_none_is_missing() {
        assertThat(api.exampleFaults()).isEmpty();
    }

    /// It does not find codes whose names are computed: those of the rejections of a booking.
    @Test
    void every_problem_in_the_sources_is_in_it() throws IOException {
        var described = new TreeSet<String>();
        for (var route : api.routes()) described.addAll(api.answers(route));

        assertThat(described).containsAll(spelt("shared/eventsourcing-lambda", "functions"));
    }

    @Test
    void every_problem_in_it_is_in_the_docs() throws IOException {
        var page = Files.readString(ROOT.resolve("docs/api.md"));
        for (var route : api.routes()) {
            for (var said : api.answers(route)) {
                var isProblem = said.matches("[0-9]{3} [A-Z_]+");
                if (isProblem) assertThat(page).contains("`" + said.substring(4) + "`");
            }
        }
    }

    private static Set<String> spelt(String... folders) throws IOException {
        var problems = new TreeSet<String>();
        for (var folder : folders) {
            for (var source : sources(ROOT.resolve(folder))) {
                PROBLEM.matcher(Files.readString(source))
                        .results()
                        .forEach(found -> problems.add(found.group(1) + " " + found.group(2)));
            }
        }
        assertThat(problems).as("found at all").contains("400 INVALID_FIELD", "409 SEATS_HELD");
        return problems;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*/src/main/.*\\.java")).toList();
        }
    }
}
