package dev.millrace.eventsourcing.lambda.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
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
    public static APIGatewayV2HTTPEvent call(String routeKey, String id, String body) {
        var parameters = new HashMap<String, String>();
        PARAMETER.matcher(routeKey).results().forEach(name -> parameters.put(name.group(1), id));
        var claims = Map.of("sub", "nobody", "cognito:groups", "[admin]");
        var authorizer =
                Authorizer.builder().withJwt(JWT.builder().withClaims(claims).build()).build();
        return APIGatewayV2HTTPEvent.builder()
                .withRouteKey(routeKey)
                .withRequestContext(
                        RequestContext.builder()
                                .withRequestId(id)
                                .withRouteKey(routeKey)
                                .withAuthorizer(authorizer)
                                .build())
                .withHeaders(Map.of("content-type", "application/json", "idempotency-key", id))
                .withPathParameters(parameters)
                .withQueryStringParameters(Map.of("limit", "10"))
                .withBody(body)
                .build();
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
