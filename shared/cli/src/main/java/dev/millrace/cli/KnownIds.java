package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// The ids that calls named last, by the names of their fields, to be filled in where they are
/// asked for again.
final class KnownIds {
    private static final int RADIX = 36;

    private final Map<String, String> known = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom();

    /// Whether a field of this name holds an id.
    static boolean isId(String name) {
        return name.equals("id") || name.endsWith("Id");
    }

    /// Keeps the ids at the top of what was answered.
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

    /// One that was never there: `parcel-k3x9q2`.
    synchronized String fresh(String name) {
        var word = name.endsWith("Id") ? name.substring(0, name.length() - 2) : name;
        return word + "-" + Long.toString(random.nextLong(1L << 30, 1L << 40), RADIX);
    }
}
