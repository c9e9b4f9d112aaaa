package dev.millrace.eventsourcing.lambda.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.aws.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What Lambda hands to a function, as far as a warm-up needs it.
public final class FakeEvents {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private FakeEvents() {}

    /// A synthetic admin request.
    ///
    /// @param id of the request, and the value of every parameter of the path
    /// @param body empty for none
    public static JsonNode call(String routeKey, String id, String body) {
        var event =
                Json.MAPPER
                        .createObjectNode()
                        .put("routeKey", routeKey)
                        .put("body", body)
                        .put("isBase64Encoded", false);
        event.putObject("headers")
                .put("content-type", "application/json")
                .put("idempotency-key", id);
        event.putObject("queryStringParameters").put("limit", "10");
        var path = event.putObject("pathParameters");
        PARAMETER.matcher(routeKey).results().forEach(name -> path.put(name.group(1), id));
        var context = event.putObject("requestContext").put("requestId", id);
        context.withObject("/authorizer/jwt/claims")
                .put("sub", "nobody")
                .put("cognito:groups", "[admin]");
        return event;
    }

    /// A batch of a journal's stream: all commits of an entity, as if just inserted.
    public static DynamodbEvent commits(FakeAws aws, EntityRef entity) {
        var records =
                aws.tables().partition(entity.toString()).stream()
                        .map(FakeEvents::inserted)
                        .toList();
        var event = new DynamodbEvent();
        event.setRecords(records);
        return event;
    }

    private static DynamodbStreamRecord inserted(JsonNode item) {
        var image = new HashMap<String, AttributeValue>();
        item.properties().forEach(entry -> image.put(entry.getKey(), attribute(entry.getValue())));
        var keys = new HashMap<>(image);
        keys.keySet().retainAll(List.of("pk", "seq"));
        var change = new StreamRecord().withKeys(keys).withNewImage(image).withSequenceNumber("1");
        var record = new DynamodbStreamRecord();
        record.setEventName("INSERT");
        record.setDynamodb(change);
        return record;
    }

    private static AttributeValue attribute(JsonNode value) {
        return value.has("N")
                ? new AttributeValue().withN(value.path("N").asText())
                : new AttributeValue().withS(value.path("S").asText());
    }

    /// An event of the bus.
    public static InputStream event(String id, String detailType, Map<String, Object> detail) {
        var event = Map.of("id", id, "detail-type", detailType, "detail", detail);
        return new ByteArrayInputStream(Json.write(event).getBytes(UTF_8));
    }
}
