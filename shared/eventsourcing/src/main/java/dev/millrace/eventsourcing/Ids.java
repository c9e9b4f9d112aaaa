package dev.millrace.eventsourcing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Derives ids from what they name, so that a repeated action uses the same id.
public final class Ids {
    private static final int CHARACTERS = 20;
    private static final int BITS_PER_CHARACTER = 5;

    private Ids() {}

    /// A hash of the parts: 20 characters of `0-9a-v`, 100 bits. Each part is hashed with its
    /// length, so `"a", "bc"` and `"ab", "c"` give different ids.
    ///
    /// @throws IllegalArgumentException if a part has half a character (an unpaired surrogate): two
    ///   such parts could give the same id
    public static String of(String... parts) {
        var digest = sha256();
        for (var part : parts) {
            var bytes = Text.requireWhole("a part of an id", part).getBytes(UTF_8);
            digest.update((bytes.length + ":").getBytes(UTF_8));
            digest.update(bytes);
        }
        var bits = CHARACTERS * BITS_PER_CHARACTER;
        var head = new BigInteger(1, Arrays.copyOf(digest.digest(), (bits + 7) / 8));
        var text = head.shiftRight((8 - bits % 8) % 8).toString(1 << BITS_PER_CHARACTER);
        return "0".repeat(CHARACTERS - text.length()) + text;
    }

    /// Whether a text has the form of such an id. Any other text names nothing.
    public static boolean isOne(String text) {
        return text.length() == CHARACTERS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'v'));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
