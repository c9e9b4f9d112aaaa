package dev.millrace.eventsourcing;

import static java.lang.Character.SURROGATE;

/// Text as it can be stored and sent: UTF-16 in which surrogates come in pairs only.
///
/// Half of a pair is no character. UTF-8 has no bytes for it, so whoever encodes it keeps `?`, and
/// two different ids become one.
public final class Text {
    private Text() {}

    /// Whether a text has no half of a surrogate pair.
    public static boolean isWhole(String text) {
        return text.codePoints().noneMatch(point -> Character.getType(point) == SURROGATE);
    }

    /// The text, if it is whole.
    ///
    /// @param what names it in the error
    /// @throws IllegalArgumentException if it is not
    public static String requireWhole(String what, String text) {
        if (isWhole(text)) return text;
        throw new IllegalArgumentException(
                "%s has half a character (a surrogate without the other): %s"
                        .formatted(what, Brief.of(text, 100)));
    }

    /// How many characters a text has, as a reader counts them: a surrogate pair is one. JSON
    /// Schema's `maxLength` counts so.
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
