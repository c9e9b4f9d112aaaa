package dev.millrace.eventsourcing;

import static java.lang.Character.SURROGATE;

/// Checks that text can be stored and sent: in UTF-16, surrogates must come in pairs.
///
/// Half of a pair is no character, and UTF-8 has no bytes for it. An encoder writes `?` instead, so
/// that two different ids would become one.
public final class Text {
    private Text() {}

    /// Whether a text has no half of a surrogate pair.
    public static boolean isWhole(String text) {
        return text.codePoints().noneMatch(point -> Character.getType(point) == SURROGATE);
    }

    /// Returns the text if it is whole.
    ///
    /// @param what names it in the error
    /// @throws IllegalArgumentException if it is not
    public static String requireWhole(String what, String text) {
        if (isWhole(text)) return text;
        throw new IllegalArgumentException(
                "%s has half a character (an unpaired surrogate): %s"
                        .formatted(what, Brief.of(text, 100)));
    }

    /// The number of characters as a reader counts them: a surrogate pair is one. JSON Schema's
    /// `maxLength` counts in the same way.
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
