package dev.millrace.eventsourcing;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Shortens text from elsewhere for a message, a log entry or an item.
public final class Brief {
    private Brief() {}

    /// The beginning of a text, with `…` if something was cut off. Half of a surrogate pair becomes
    /// `?`, so that the result can be stored and sent.
    public static String of(String text, int mostCharacters) {
        var brief =
                text.length() <= mostCharacters ? text : text.substring(0, mostCharacters) + "…";
        return new String(brief.getBytes(UTF_8), UTF_8);
    }
}
