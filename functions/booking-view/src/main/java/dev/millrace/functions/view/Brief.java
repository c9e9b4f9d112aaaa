package dev.millrace.functions.view;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Words of somebody else's, in an answer of ours: not too many, and only characters that can be
/// sent.
final class Brief {
    private Brief() {}

    static String of(String text, int mostCharacters) {
        var brief =
                text.length() <= mostCharacters ? text : text.substring(0, mostCharacters) + "…";
        return new String(brief.getBytes(UTF_8), UTF_8);
    }
}
