package dev.millrace.eventsourcing.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The size that DynamoDB counts for an item. It knows the types of attributes that Millrace
/// stores.
///
/// Source: the DynamoDB Developer Guide, "DynamoDB item sizes and formats",
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
public final class ItemSize {
    private ItemSize() {}

    public static int bytes(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> bytes(attribute.getKey()) + bytes(attribute.getValue()))
                .sum();
    }

    private static int bytes(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> bytes(new BigDecimal(value.n()));
            case L -> 3 + value.l().stream().mapToInt(element -> 1 + bytes(element)).sum();
            case M -> 3 + value.m().size() + bytes(value.m());
            case BOOL -> 1;
            case B, SS, NS, BS, NUL, UNKNOWN_TO_SDK_VERSION ->
                    throw new UnsupportedOperationException("The size of " + value);
        };
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    /// One byte for two significant digits, and one more. AWS calls this an approximation.
    private static int bytes(BigDecimal number) {
        return (number.stripTrailingZeros().precision() + 1) / 2 + 1;
    }
}
