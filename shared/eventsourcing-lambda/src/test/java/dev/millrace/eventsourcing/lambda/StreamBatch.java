package dev.millrace.eventsourcing.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// Builds batches of a journal's stream, as Lambda passes them to a function.
public final class StreamBatch {
    private static final long FIRST_NUMBER = 98;

    private StreamBatch() {}

    public static DynamodbEvent of(DynamodbStreamRecord... records) {
        var event = new DynamodbEvent();
        event.setRecords(List.of(records));
        return event;
    }

    /// Items of a journal's table, as if inserted in this order, under the sequence numbers 98, 99,
    /// 100 …
    public static DynamodbEvent ofItems(
            Collection<Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>>
                    items) {
        var inOrder = List.copyOf(items);
        return of(
                IntStream.range(0, inOrder.size())
                        .mapToObj(n -> inserted(texts(inOrder.get(n)), FIRST_NUMBER + n))
                        .toArray(DynamodbStreamRecord[]::new));
    }

    /// The sequence numbers that an answer reports as failed.
    public static List<String> failures(StreamsEventResponse response) {
        return response.getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    /// An item's insertion; the attribute `seq` is a number, all others are text.
    public static DynamodbStreamRecord inserted(Map<String, String> item, long sequenceNumber) {
        return record("INSERT", item, Long.toString(sequenceNumber));
    }

    public static DynamodbStreamRecord record(
            String eventName, Map<String, String> item, String sequenceNumber) {
        var image = new HashMap<String, AttributeValue>();
        item.forEach((name, value) -> image.put(name, attribute(name, value)));
        var keys = new HashMap<>(image);
        keys.keySet().retainAll(List.of("pk", "seq"));
        var record = new DynamodbStreamRecord();
        record.setEventName(eventName);
        record.setDynamodb(
                new StreamRecord()
                        .withKeys(keys)
                        .withNewImage(image)
                        .withSequenceNumber(sequenceNumber));
        return record;
    }

    private static AttributeValue attribute(String name, String value) {
        return name.equals("seq")
                ? new AttributeValue().withN(value)
                : new AttributeValue().withS(value);
    }

    private static Map<String, String> texts(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item) {
        var texts = new HashMap<String, String>();
        item.forEach(
                (name, value) -> texts.put(name, Objects.requireNonNullElse(value.s(), value.n())));
        return texts;
    }
}
