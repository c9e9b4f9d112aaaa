package dev.millrace.local.streams;

import dev.millrace.local.Json;
import dev.millrace.local.template.Properties;
import java.util.List;
import software.amazon.event.ruler.Ruler;

/// A mapping's `FilterCriteria`: a record passes where any of its patterns matches, or where there
/// is none.
public record Filter(List<String> patterns) {
    boolean passes(StreamRecord record) {
        return patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(pattern -> matches(Json.write(record.json()), pattern));
    }

    private static boolean matches(String record, String pattern) {
        try {
            return Ruler.matchesRule(record, pattern);
        } catch (Exception e) {
            throw new IllegalStateException("no filter pattern: " + pattern, e);
        }
    }

    /// Says of a pattern that is none that it is the template's mistake.
    static Filter of(List<String> patterns, Properties at) {
        for (var pattern : patterns) {
            try {
                Ruler.matchesRule("{}", pattern);
            } catch (Exception e) {
                throw at.error("not an event pattern: " + pattern);
            }
        }
        return new Filter(patterns);
    }
}
