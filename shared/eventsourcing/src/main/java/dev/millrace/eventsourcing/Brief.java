package dev.millrace.eventsourcing;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Text of others in a text of ours.
public final class Brief {
    private Brief() {}

    /// The beginning of a text, in characters that can be stored and sent: half of a surrogate pair
    /// becomes `?`.
    public static String of(String text, int mostCharacters) {
        var brief =
                text.length() <= mostCharacters ? text : text.substring(0, mostCharacters) + "…";
        return new String(brief.getBytes(UTF_8), UTF_8);
    }
}
