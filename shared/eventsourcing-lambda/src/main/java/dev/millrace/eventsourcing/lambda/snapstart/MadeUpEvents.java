package dev.millrace.eventsourcing.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.EntityRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What Lambda hands to a function, as far as a rehearsal goes.
public final class MadeUpEvents {
    private MadeUpEvents() {}

    /// Nobody, who may do everything, calls a route.
    ///
    /// @param id of the request, and of what the route's path names
    /// @param body empty for none
    public static APIGatewayV2HTTPEvent call(String routeKey, String id, String body) {
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
                .withPathParameters(Map.of("bookingId", id, "concertId", id))
                .withQueryStringParameters(Map.of("limit", "10"))
                .withBody(body)
                .build();
    }

    /// A batch of a journal's stream: all commits of an entity, as if just inserted.
    public static DynamodbEvent commits(MadeUpAws aws, EntityRef entity) {
        var records =
                aws.tables().partition(entity.toString()).stream()
                        .map(MadeUpEvents::inserted)
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

    /// Somebody put an event on the bus.
    public static ScheduledEvent event(String id, String detailType, Map<String, Object> detail) {
        var event = new ScheduledEvent();
        event.setId(id);
        event.setDetailType(detailType);
        event.setDetail(detail);
        return event;
    }
}
