package dev.millrace.eventsourcing.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item as it is read: an attribute that must be there and is not, or is of another type, is
/// named.
public record Item(Map<String, AttributeValue> attributes) {

    /// A text attribute.
    ///
    /// @throws IllegalArgumentException where there is none
    public String text(String name) {
        return present(name, textOrNull(name));
    }

    public @Nullable String textOrNull(String name) {
        var value = attributes.get(name);
        return value == null ? null : value.s();
    }

    /// A whole number.
    ///
    /// @throws IllegalArgumentException where there is none
    public long number(String name) {
        var value = attributes.get(name);
        return Long.parseLong(present(name, value == null ? null : value.n()));
    }

    private String present(String name, @Nullable String value) {
        if (value != null) return value;
        throw new IllegalArgumentException(
                "an item without %s: it has %s".formatted(name, attributes.keySet()));
    }
}
