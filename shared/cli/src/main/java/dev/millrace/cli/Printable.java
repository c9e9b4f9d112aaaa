package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes untrusted text safe for a terminal. An error or an id can come from any sender of an
/// event. It must not move the cursor, colour the screen, reverse the line's direction or end the
/// line.
final class Printable {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/-]+");

    private Printable() {}

    /// One line. Each invisible character becomes a space.
    static String line(String text) {
        return seen(text).strip();
    }

    /// The text with a space for each invisible character.
    static String seen(String text) {
        return UNSEEN.matcher(text).replaceAll(" ");
    }

    /// The same JSON in one line; invisible characters are escaped.
    static String json(JsonNode json) {
        return UNSEEN.matcher(json.toString()).replaceAll(Printable::escaped);
    }

    /// The same JSON in lines; invisible characters are escaped.
    static String pretty(JsonNode json) {
        return json.toPrettyString()
                .lines()
                .map(line -> UNSEEN.matcher(line).replaceAll(Printable::escaped))
                .collect(Collectors.joining("\n"));
    }

    /// The text as one word of a shell command, quoted if necessary.
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
