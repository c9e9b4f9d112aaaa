package dev.millrace.acceptance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stream records as Lambda delivers them, made from the items of a journal.
final class StreamRecords {
    private static final JsonMapper JSON = new JsonMapper();

    private StreamRecords() {}

    static ObjectNode insert(Map<String, AttributeValue> item) {
        var record =
                JSON.createObjectNode()
                        .put("eventName", "INSERT")
                        .put("eventSource", "aws:dynamodb");
        var change = record.putObject("dynamodb");
        var keys = change.putObject("Keys");
        var image = change.putObject("NewImage");
        item.forEach((name, value) -> {
            var typed =
                    value.n() == null
                            ? JSON.createObjectNode().put("S", value.s())
                            : JSON.createObjectNode().put("N", value.n());
            image.set(name, typed);
            if (name.equals("pk") || name.equals("seq")) keys.set(name, typed);
        });
        return record;
    }

    /// One batch of records, with sequence numbers in this order.
    static String batch(List<ObjectNode> records) {
        var event = JSON.createObjectNode();
        var list = event.putArray("Records");
        for (var number = 0; number < records.size(); number++) {
            var record = records.get(number).deepCopy();
            record.withObject("/dynamodb").put("SequenceNumber", Integer.toString(1_000 + number));
            list.add(record);
        }
        return event.toString();
    }
}
