package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What others wrote, as a terminal may show it. An error or an id can come from anybody who sent
/// us an event: it must not move the cursor, colour the screen, turn the line around or end it.
final class Printable {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/-]+");

    private Printable() {}

    /// One line; each character that is not seen is a space.
    static String line(String text) {
        return seen(text).strip();
    }

    /// Whatever is not seen is a space.
    static String seen(String text) {
        return UNSEEN.matcher(text).replaceAll(" ");
    }

    /// The same JSON in one line; characters that are not seen are escaped.
    static String json(JsonNode json) {
        return UNSEEN.matcher(json.toString()).replaceAll(Printable::escaped);
    }

    /// The same JSON in lines; characters that are not seen are escaped.
    static String pretty(JsonNode json) {
        return json.toPrettyString()
                .lines()
                .map(line -> UNSEEN.matcher(line).replaceAll(Printable::escaped))
                .collect(Collectors.joining("\n"));
    }

    /// One word of a command line to paste, whatever it holds.
    static String word(String text) {
        var line = line(text);
        return WORD.matcher(line).matches() ? line : "'" + line.replace("'", "'\\''") + "'";
    }

    private static String escaped(MatchResult unseen) {
        return unseen.group()
                .chars()
                .mapToObj("\\\\u%04x"::formatted)
                .collect(Collectors.joining());
    }
}
