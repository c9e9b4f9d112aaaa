package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the records of a table's stream that Lambda passes to a function: the parts that
/// [StreamFunction] needs. It reads only text and number attributes, because a journal has no
/// others.
final class StreamRecords {
    private StreamRecords() {}

    static DynamodbEvent read(JsonNode event) {
        var read = new DynamodbEvent();
        read.setRecords(event.path("Records").valueStream().map(StreamRecords::record).toList());
        return read;
    }

    private static DynamodbStreamRecord record(JsonNode node) {
        var change = node.path("dynamodb");
        var record = new DynamodbStreamRecord();
        record.setEventName(node.path("eventName").asText());
        record.setDynamodb(
                new StreamRecord()
                        .withKeys(attributes(change.path("Keys")))
                        .withNewImage(attributes(change.path("NewImage")))
                        .withSequenceNumber(change.path("SequenceNumber").asText()));
        return record;
    }

    private static @Nullable Map<String, AttributeValue> attributes(JsonNode item) {
        if (!item.isObject()) return null;
        var attributes = new HashMap<String, AttributeValue>();
        for (var attribute : item.properties()) {
            attributes.put(attribute.getKey(), attribute(attribute.getValue()));
        }
        return attributes;
    }

    private static AttributeValue attribute(JsonNode value) {
        return new AttributeValue().withS(text(value, "S")).withN(text(value, "N"));
    }

    private static @Nullable String text(JsonNode value, String type) {
        return value.path(type).textValue();
    }
}
