package dev.millrace.local.streams;

import dev.millrace.local.Json;
import dev.millrace.local.template.Properties;
import java.util.List;
import software.amazon.event.ruler.Ruler;

/// A mapping's `FilterCriteria`. A record passes if any of the patterns matches, or if there is no
/// pattern.
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
            throw new IllegalStateException("not a filter pattern: " + pattern, e);
        }
    }

    /// An invalid pattern is an error of the template.
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
