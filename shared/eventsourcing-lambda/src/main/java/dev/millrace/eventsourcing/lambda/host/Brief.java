package dev.millrace.eventsourcing.lambda.host;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Foreign text in an answer of ours: not too long, and only characters that can be sent.
final class Brief {
    private Brief() {}

    static String of(String text, int mostCharacters) {
        var brief =
                text.length() <= mostCharacters ? text : text.substring(0, mostCharacters) + "…";
        return new String(brief.getBytes(UTF_8), UTF_8);
    }
}
