package dev.millrace.eventsourcing.lambda.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.aws.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;

/// Builds the events that Lambda passes to a function, as far as a warm-up needs them.
public final class FakeEvents {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private FakeEvents() {}

    /// A synthetic admin request.
    ///
    /// @param id the id of the request, and the value of every parameter of the path
    /// @param body empty for none
    public static InputStream call(String routeKey, String id, String body) {
        var event =
                Json.object()
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
        return stream(event);
    }

    /// A batch of a journal's stream: all commits of an entity, as if just inserted.
    public static InputStream commits(FakeAws aws, EntityRef entity) {
        var event = Json.object();
        var records = event.putArray("Records");
        for (var item : aws.tables().partition(entity.toString())) {
            var change = records.addObject().put("eventName", "INSERT").putObject("dynamodb");
            change.put("SequenceNumber", "1").set("NewImage", item);
            var keys = change.putObject("Keys");
            keys.set("pk", item.path("pk"));
            keys.set("seq", item.path("seq"));
        }
        return stream(event);
    }

    /// An event of the bus.
    public static InputStream event(String id, String detailType, Map<String, Object> detail) {
        return stream(Map.of("id", id, "detail-type", detailType, "detail", detail));
    }

    private static InputStream stream(Object event) {
        return new ByteArrayInputStream(Json.write(event).getBytes(UTF_8));
    }
}
