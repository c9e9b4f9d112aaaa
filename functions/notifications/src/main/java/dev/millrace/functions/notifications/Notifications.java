package dev.millrace.functions.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.OnceMarks;
import dev.millrace.eventsourcing.lambda.Platform;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a line for every public event of the bookings, and publishes it to the topic if there is
/// one: marked first, then done, so never twice and, where it fails in between, perhaps never.
public final class Notifications implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Platform platform;
    private final OnceMarks marks;
    private final @Nullable String topic;

    public Notifications() {
        this(System.getenv());
    }

    public Notifications(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public Notifications(Platform platform) {
        this.platform = platform;
        this.marks = platform.marks("notifications");
        this.topic = platform.environment().orNull("NOTIFICATION_TOPIC");
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        var id = text(event, "id");
        var fields = Map.of("process", "notifications", "message_id", id);
        try (var step = platform.log().begin("step", fields)) {
            if (marks.isFirst(id)) notify(event);
            step.done();
            return null;
        }
    }

    private void notify(ScheduledEvent event) {
        platform.log()
                .info(
                        "notification",
                        Map.of(
                                "type",
                                event.getDetailType(),
                                "entity",
                                "Booking#" + text(event, "bookingId")));
        if (topic == null) return;
        platform.clients()
                .sns()
                .publish(publish ->
                        publish.topicArn(topic)
                                .subject(event.getDetailType())
                                .message(Json.write(event.getDetail())));
    }

    private static String text(ScheduledEvent event, String field) {
        if (event.getDetail().get(field) instanceof String text && !text.isEmpty()) return text;
        throw new IllegalArgumentException(event.getDetailType() + " without " + field);
    }
}
