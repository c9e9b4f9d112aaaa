package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// The last id of each field name that a call named. The page fills it into fields of the same
/// name.
final class KnownIds {
    private static final int RADIX = 36;

    private final Map<String, String> known = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom();

    /// Whether a field of this name contains an id.
    static boolean isId(String name) {
        return name.equals("id") || name.endsWith("Id");
    }

    /// Remembers the ids in the top-level fields of an answer.
    synchronized void learn(JsonNode answer) {
        for (var field : answer.properties()) {
            if (isId(field.getKey()) && field.getValue().isTextual()) {
                known.put(field.getKey(), field.getValue().textValue());
            }
        }
    }

    synchronized String of(String name, String otherwise) {
        return known.getOrDefault(name, otherwise);
    }

    synchronized Map<String, String> all() {
        return new LinkedHashMap<>(known);
    }

    /// A new random id, such as `parcel-k3x9q2`.
    synchronized String fresh(String name) {
        var word = name.endsWith("Id") ? name.substring(0, name.length() - 2) : name;
        return word + "-" + Long.toString(random.nextLong(1L << 30, 1L << 40), RADIX);
    }
}
