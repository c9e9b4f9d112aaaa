package dev.millrace.functions.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.dynamodb.Json;
import dev.millrace.eventsourcing.dynamodb.OnceMarks;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a line for every public event of the bookings, and publishes it to the topic if there is
/// one: marked first, then done, so never twice and, where it fails in between, perhaps never.
public final class Notifications implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Log log;
    private final OnceMarks marks;
    private final Clients clients;
    private final @Nullable String topic;

    public Notifications() {
        this(System.getenv());
    }

    public Notifications(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public Notifications(Environment environment, Runtime runtime, Clients clients) {
        this.log = new Log(environment, runtime);
        this.marks =
                new OnceMarks(
                        clients.dynamoDb(),
                        environment.required("PROCESSES_TABLE"),
                        "notifications",
                        runtime.clock());
        this.clients = clients;
        this.topic = environment.orNull("NOTIFICATION_TOPIC");
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        var id = text(event, "id");
        var where = Map.of("process", "notifications", "message_id", id);
        return log.where(where, () -> log.timed("step", () -> notifyOnce(event, id)));
    }

    private @Nullable Void notifyOnce(ScheduledEvent event, String id) {
        if (!marks.isFirst(id)) return null;
        log.info(
                "notification",
                Map.of(
                        "type",
                        event.getDetailType(),
                        "entity",
                        "Booking#" + text(event, "bookingId")));
        if (topic == null) return null;
        clients.sns()
                .publish(publish ->
                        publish.topicArn(topic)
                                .subject(event.getDetailType())
                                .message(Json.write(event.getDetail())));
        return null;
    }

    private static String text(ScheduledEvent event, String field) {
        if (event.getDetail().get(field) instanceof String text && !text.isEmpty()) return text;
        throw new IllegalArgumentException(event.getDetailType() + " without " + field);
    }
}
