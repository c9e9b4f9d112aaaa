package dev.millrace.functions.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.OnceMarks;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lambda function that logs every public event of the bookings, and publishes it to the SNS topic
/// if there is one. It stores a mark first, so that a message is never handled twice. If it fails
/// after the mark, the message may never be published.
public final class Notifications implements RequestStreamHandler {
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
    public void handleRequest(InputStream event, OutputStream answer, Context context)
            throws IOException {
        receive(BusEvent.read(event.readAllBytes()));
    }

    /// @throws IllegalArgumentException if the message has no id or no booking's id
    public void receive(BusEvent event) {
        var id = text(event, "id");
        var fields = Map.of("process", "notifications", "message_id", id);
        try (var step = platform.log().begin("step", fields)) {
            if (marks.isFirst(id)) notify(event);
            step.done();
        }
    }

    private void notify(BusEvent event) {
        platform.log()
                .info(
                        "notification",
                        Map.of(
                                "type",
                                event.detailType(),
                                "entity",
                                "Booking#" + text(event, "bookingId")));
        if (topic == null) return;
        platform.clients()
                .sns()
                .publish(publish ->
                        publish.topicArn(topic)
                                .subject(event.detailType())
                                .message(Json.write(event.detail())));
    }

    private static String text(BusEvent event, String field) {
        if (event.detail().get(field) instanceof String text && !text.isEmpty()) return text;
        throw new IllegalArgumentException(event.detailType() + " without " + field);
    }
}
