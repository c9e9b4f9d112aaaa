package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.Brief;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An operator's request. It is read strictly, because a misspelt field would change its meaning.
record Request(Map<String, Object> fields) {
    private static final int MOST_SHOWN_CHARACTERS = 60;

    static Request of(@Nullable Map<String, Object> event) {
        return new Request(event == null ? Map.of() : event);
    }

    /// A request that cannot be carried out. The message is a sentence for the operator.
    static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mistake(String message) {
            super(message);
        }

        Map<String, Object> answer() {
            return Map.of("mistake", String.valueOf(getMessage()));
        }
    }

    /// @param operations the known operations, and the fields that each takes
    /// @throws Mistake if the operation is unknown, or does not take one of the fields
    String operation(Map<String, List<String>> operations) {
        var operation = fields.get("operation");
        if (!(operation instanceof String name) || !operations.containsKey(name)) {
            throw new Mistake(
                    "\"operation\" is %s: it is one of %s"
                            .formatted(
                                    shown(operation),
                                    String.join(", ", new TreeSet<>(operations.keySet()))));
        }
        var takes = new ArrayList<>(List.of("operation"));
        takes.addAll(operations.getOrDefault(name, List.of()));
        var others = new TreeSet<>(fields.keySet());
        others.removeAll(takes);
        if (others.isEmpty()) return name;
        throw new Mistake(
                "\"%s\" takes no %s: it takes %s"
                        .formatted(operation, shown(others.first()), String.join(", ", takes)));
    }

    /// @throws Mistake if the field is missing, blank, or not text
    String text(String field) {
        var text = textOrNull(field);
        if (text != null) return text;
        throw new Mistake(field + " is missing, or no text");
    }

    @Nullable String textOrNull(String field) {
        return fields.get(field) instanceof String text && !text.isBlank() ? text : null;
    }

    /// @throws Mistake if the field is not a whole number from `least` to `most`
    int number(String field, int least, int most) {
        var value = fields.get(field);
        if (value instanceof Integer number && number >= least && number <= most) return number;
        throw new Mistake(
                "\"%s\" is %s: it is a whole number from %s to %s"
                        .formatted(field, shown(value), least, most));
    }

    /// The fields that are text, for the log.
    Map<String, Object> texts(Iterable<String> names) {
        var texts = new LinkedHashMap<String, Object>();
        for (var name : names) {
            if (fields.get(name) instanceof String text) texts.put(name, text);
        }
        return texts;
    }

    static String shown(@Nullable Object value) {
        if (value == null) return "missing";
        return Brief.of(
                value instanceof String ? "\"" + value + "\"" : value.toString(),
                MOST_SHOWN_CHARACTERS);
    }
}
