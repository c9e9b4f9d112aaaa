package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In each page of the docs, links lead to files and headings, named tests exist, and lines are
/// short.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocsTest {
    private static final Path ROOT = TemplateFile.ROOT.toAbsolutePath().normalize();
    private static final int LONGEST_LINE = 120;
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract|Law))\\b");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```");

    static List<Path> pages() throws IOException {
        try (var docs = Files.walk(ROOT.resolve("docs"));
                var top = Files.list(ROOT);
                var examples = Files.walk(ROOT.resolve("examples"))) {
            return Stream.of(docs, top, examples)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_link_leads_to_a_file_and_a_heading(Path page) throws IOException {
        var broken = new ArrayList<String>();
        for (var link : LINK.matcher(text(page)).results().toList()) {
            var target = link.group(1);
            if (target.matches("https?:.*")) continue;
            var parts = target.split("#", 2);
            var file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            var leads =
                    Files.exists(ROOT.resolve(file))
                            && (parts.length == 1 || anchors(file).contains(parts[1]));
            if (!leads) broken.add(target);
        }
        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void no_line_of_prose_is_long(Path page) throws IOException {
        var prose = CODE.matcher(Files.readString(ROOT.resolve(page))).replaceAll("");
        var lines =
                prose.lines()
                        .filter(line -> !line.startsWith("|") && !line.startsWith("#"))
                        .filter(line -> line.codePointCount(0, line.length()) > LONGEST_LINE);

        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_named_test_exists(Path page) throws IOException {
        assertThat(TEST.matcher(text(page)).results().map(test -> test.group(1)).distinct())
                .allSatisfy(test -> assertThat(Sources.NAMES).contains(test));
    }

    private static String text(Path page) throws IOException {
        return CODE.matcher(Files.readString(ROOT.resolve(page))).replaceAll("").replace('\n', ' ');
    }

    /// The anchors that hosts of repositories make from headings.
    private static Set<String> anchors(Path page) throws IOException {
        var names = new HashSet<String>();
        var text = CODE.matcher(Files.readString(ROOT.resolve(page))).replaceAll("");
        HEADING.matcher(text)
                .results()
                .map(heading ->
                        heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-'))
                .forEach(names::add);
        return names;
    }

    /// Read once.
    private static final class Sources {
        static final Set<String> NAMES = names();

        private static Set<String> names() {
            try (var files = Files.walk(ROOT)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".java"))
                        .map(file -> file.substring(0, file.length() - ".java".length()))
                        .collect(Collectors.toSet());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
