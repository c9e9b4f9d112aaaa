package dev.millrace.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/// One record as Lambda gives it to a function, with the values that the mapping itself needs.
record StreamRecord(String sequence, Instant at, JsonNode json) {
    static StreamRecord of(Record record, String region, String streamArn, Instant now) {
        var data = record.dynamodb();
        var at = createdAt(data.approximateCreationDateTime(), now);
        var dynamodb = Json.object();
        // Lambda gives the time in seconds.
        dynamodb.put("ApproximateCreationDateTime", at.getEpochSecond());
        dynamodb.set("Keys", attributes(data.keys()));
        if (data.hasNewImage()) {
            dynamodb.set("NewImage", attributes(data.newImage()));
        }
        if (data.hasOldImage()) {
            dynamodb.set("OldImage", attributes(data.oldImage()));
        }
        dynamodb.put("SequenceNumber", data.sequenceNumber());
        dynamodb.put("SizeBytes", data.sizeBytes());
        dynamodb.put("StreamViewType", data.streamViewTypeAsString());
        var json = Json.object();
        json.put("eventID", record.eventID());
        json.put("eventName", record.eventNameAsString());
        json.put("eventVersion", record.eventVersion());
        json.put("eventSource", "aws:dynamodb");
        json.put("awsRegion", region);
        json.set("dynamodb", dynamodb);
        json.put("eventSourceARN", streamArn);
        return new StreamRecord(data.sequenceNumber(), at, json);
    }

    /// The engine rounds the time down to the minute, and Lambda does not. A record that is read
    /// within that minute is assumed to be new. Otherwise its time is the minute's last second.
    private static Instant createdAt(Instant minute, Instant now) {
        var latest = minute.plusSeconds(59);
        return now.isBefore(latest) ? now : latest;
    }

    /// Whether the record has this sequence number. Leading zeros do not matter.
    boolean is(BigInteger number) {
        return new BigInteger(sequence).equals(number);
    }

    static String event(List<StreamRecord> batch) {
        var event = Json.object();
        var records = event.putArray("Records");
        batch.forEach(record -> records.add(record.json()));
        return Json.write(event);
    }

    private static ObjectNode attributes(Map<String, AttributeValue> item) {
        var json = Json.object();
        item.forEach((name, value) -> json.set(name, attribute(value)));
        return json;
    }

    private static ObjectNode attribute(AttributeValue value) {
        var json = Json.object();
        switch (value.type()) {
            case S -> json.put("S", value.s());
            case N -> json.put("N", value.n());
            case B -> json.put("B", base64(value.b()));
            case BOOL -> json.put("BOOL", value.bool());
            case NUL -> json.put("NULL", true);
            case SS -> value.ss().forEach(json.putArray("SS")::add);
            case NS -> value.ns().forEach(json.putArray("NS")::add);
            case BS -> value.bs().forEach(bytes -> json.withArray("BS").add(base64(bytes)));
            case L -> {
                var list = json.putArray("L");
                value.l().forEach(item -> list.add(attribute(item)));
            }
            case M -> json.set("M", attributes(value.m()));
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalStateException("an attribute of unknown type: " + value);
        }
        return json;
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }
}
