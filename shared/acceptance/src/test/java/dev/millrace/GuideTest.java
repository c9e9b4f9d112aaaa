package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The code blocks of the guide are lines of files that are compiled and tested. A comment before a
/// block names its file; a line `…` in the block stands for lines that are left out.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GuideTest {
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- from (\\S+) -->\n)?```(\\w*)\n(.*?)```", Pattern.DOTALL);

    private static final Pattern GAP = Pattern.compile("(?m)^…\n");

    record Block(String page, String file, String language, String code) {
        @Override
        public String toString() {
            return page + ", " + code.lines().findFirst().orElse("").strip();
        }
    }

    static List<Block> blocks() throws IOException {
        var blocks = new ArrayList<Block>();
        for (var page : pages()) {
            var found = BLOCK.matcher(Files.readString(page));
            while (found.find()) {
                var file = found.group(1);
                blocks.add(
                        new Block(
                                page.getFileName().toString(),
                                file == null ? "" : file,
                                found.group(2),
                                found.group(3)));
            }
        }
        return blocks;
    }

    private static List<Path> pages() {
        var overview = TemplateFile.ROOT.resolve("shared/overview.md");
        try (var guide = Files.list(TemplateFile.ROOT.resolve("docs/guide"))) {
            return Stream.concat(guide.sorted(), Stream.of(overview)).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Stream<Block> code() throws IOException {
        return blocks().stream().filter(block -> !block.language().equals("sh"));
    }

    @ParameterizedTest
    @MethodSource("code")
    void a_block_has_the_lines_of_its_file(Block block) throws IOException {
        var lines =
                Files.readAllLines(TemplateFile.ROOT.resolve(block.file())).stream()
                        .map(String::strip)
                        .toList();
        var from = 0;
        for (var part : GAP.split(block.code(), -1)) {
            var expected = part.lines().map(String::strip).toList();
            var at = indexOf(expected, lines.subList(from, lines.size()));
            assertThat(at).as("%s has after line %s: %s", block.file(), from, part).isNotNegative();
            from += at + expected.size();
        }
    }

    private static int indexOf(List<String> part, List<String> lines) {
        for (var at = 0; at + part.size() <= lines.size(); at++) {
            if (lines.subList(at, at + part.size()).equals(part)) return at;
        }
        return -1;
    }

    @Test
    void there_are_blocks_on_every_page_that_shows_code() throws IOException {
        assertThat(code()).hasSizeGreaterThan(20);
    }
}
