package dev.millrace.functions.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.eventsourcing.dynamodb.Json;
import dev.millrace.eventsourcing.dynamodb.OnceMarks;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sns.SnsClient;

/// Writes a line for every public event of the bookings, and publishes it to the topic if there is
/// one: marked first, then done, so never twice and, where it fails in between, perhaps never.
public final class Notifications implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Log log;
    private final OnceMarks marks;
    private final Publisher publisher;

    /// Publishes a message under a subject.
    @FunctionalInterface
    interface Publisher {
        void publish(String subject, String message);
    }

    public Notifications() {
        this(System.getenv());
    }

    public Notifications(Map<String, String> variables) {
        this(new Environment(variables));
    }

    private Notifications(Environment environment) {
        this(
                Log.of(environment),
                new OnceMarks(
                        Aws.dynamoDb(environment),
                        environment.required("PROCESSES_TABLE"),
                        "notifications",
                        InstantSource.system()),
                publisher(environment));
    }

    Notifications(Log log, OnceMarks marks, Publisher publisher) {
        this.log = log;
        this.marks = marks;
        this.publisher = publisher;
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
        publisher.publish(event.getDetailType(), Json.write(event.getDetail()));
        return null;
    }

    private static String text(ScheduledEvent event, String field) {
        if (event.getDetail().get(field) instanceof String text && !text.isEmpty()) return text;
        throw new IllegalArgumentException(event.getDetailType() + " without " + field);
    }

    private static Publisher publisher(Environment environment) {
        var topic = environment.orNull("NOTIFICATION_TOPIC");
        if (topic == null) return (_, _) -> {};
        var sns =
                SnsClient.builder()
                        .region(Region.of(environment.required("AWS_REGION")))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .overrideConfiguration(limits ->
                                limits.retryStrategy(DefaultRetryStrategy.doNotRetry())
                                        .apiCallTimeout(Aws.CALL))
                        .build();
        return (subject, message) ->
                sns.publish(publish -> publish.topicArn(topic).subject(subject).message(message));
    }
}
