package dev.millrace.local.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import dev.millrace.local.store.QueueSpec.Redrive;
import dev.millrace.local.store.Queues.Message;
import dev.millrace.local.template.Place;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// SQS's JSON protocol for the template's queues, so that a function can receive from its failure
/// queue. All are standard queues, and deliver in order of arrival. Retention, FIFO and message
/// attributes are not emulated.
public final class Sqs {
    private static final int MOST_MESSAGES = 10;
    private static final int MOST_SECONDS_HIDDEN = 12 * 60 * 60;

    /// How often a waiting receiver looks again. No signal is sent when a message becomes visible.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /// The request is invalid. The code and the message are SQS's.
    public static final class Rejected extends RuntimeException {
        private final String code;

        Rejected(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    private final Queues queues;
    private final Place place;
    private final InstantSource clock;
    private final Map<String, QueueSpec> specs = new LinkedHashMap<>();

    public Sqs(List<QueueSpec> specs, Queues queues, Place place, InstantSource clock) {
        specs.forEach(spec -> this.specs.put(spec.name(), spec));
        this.queues = queues;
        this.place = place;
        this.clock = clock;
    }

    /// Answers one operation, such as `ReceiveMessage`.
    public JsonNode answer(String operation, JsonNode request) throws InterruptedException {
        return switch (operation) {
            case "GetQueueUrl" ->
                    Json.object()
                            .put("QueueUrl", place.queueUrl(queue(request, "QueueName").name()));
            case "SendMessage" -> send(request);
            case "ReceiveMessage" -> receive(request);
            case "DeleteMessage" -> {
                var receipt = Receipt.of(request);
                queues.delete(queue(request).name(), receipt.id(), receipt.receives());
                yield Json.object();
            }
            case "ChangeMessageVisibility" -> hide(request);
            case "GetQueueAttributes" -> attributes(request);
            default -> throw new Rejected("UnsupportedOperation", operation + " is not emulated");
        };
    }

    private ObjectNode send(JsonNode request) {
        if (request.path("MessageAttributes").size() > 0) {
            throw new Rejected("UnsupportedOperation", "message attributes are not emulated");
        }
        var body = request.path("MessageBody").asText();
        if (body.isEmpty()) throw missing("MessageBody");
        var message =
                queues.send(queue(request).name(), body, seconds(request, "DelaySeconds", 900));
        return Json.object()
                .put("MessageId", messageId(message))
                .put("MD5OfMessageBody", md5(body));
    }

    private ObjectNode receive(JsonNode request) throws InterruptedException {
        var queue = queue(request);
        var most = request.path("MaxNumberOfMessages").asInt(1);
        if (most < 1 || most > MOST_MESSAGES) throw outOfRange("MaxNumberOfMessages");
        var hidden =
                request.has("VisibilityTimeout")
                        ? seconds(request, "VisibilityTimeout", MOST_SECONDS_HIDDEN)
                        : queue.hiddenFor();
        var wait =
                request.has("WaitTimeSeconds")
                        ? seconds(request, "WaitTimeSeconds", 20)
                        : queue.waitTime();
        var asked = names(request, "AttributeNames", "MessageSystemAttributeNames");
        var answer = Json.object();
        var received = receive(queue, most, hidden, clock.instant().plus(wait));
        if (received.isEmpty()) return answer;
        var messages = answer.putArray("Messages");
        for (var message : received) messages.add(json(message, asked));
        return answer;
    }

    private List<Message> receive(QueueSpec queue, int most, Duration hidden, Instant end)
            throws InterruptedException {
        var arrivals = queues.arrivals();
        while (true) {
            var seen = arrivals.count();
            var received = queues.receive(queue, most, hidden);
            if (!received.isEmpty() || arrivals.closed() || !clock.instant().isBefore(end)) {
                return received;
            }
            arrivals.await(seen, LOOK_AGAIN);
        }
    }

    private ObjectNode json(Message message, Set<String> asked) {
        var json =
                Json.object()
                        .put("MessageId", messageId(message))
                        .put("ReceiptHandle", Receipt.of(message).handle())
                        .put("MD5OfBody", md5(message.body()))
                        .put("Body", message.body());
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("SenderId", Place.ACCOUNT);
        attributes.put("SentTimestamp", "" + message.sentAt().toEpochMilli());
        attributes.put("ApproximateReceiveCount", "" + message.receives());
        message.firstReceivedAt()
                .ifPresent(first ->
                        attributes.put(
                                "ApproximateFirstReceiveTimestamp", "" + first.toEpochMilli()));
        put(json, attributes, asked);
        return json;
    }

    private ObjectNode hide(JsonNode request) {
        if (!request.has("VisibilityTimeout")) throw missing("VisibilityTimeout");
        var receipt = Receipt.of(request);
        var hidden = seconds(request, "VisibilityTimeout", MOST_SECONDS_HIDDEN);
        if (!queues.hide(queue(request).name(), receipt.id(), receipt.receives(), hidden)) {
            throw new Rejected("MessageNotInflight", "The message is not in flight.");
        }
        return Json.object();
    }

    private ObjectNode attributes(JsonNode request) {
        var queue = queue(request);
        var now = clock.instant();
        var counts = new LinkedHashMap<String, Integer>();
        for (var message : queues.messages(queue.name()))
            counts.merge(where(message, now), 1, Integer::sum);
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("QueueArn", place.arn("sqs", queue.name()));
        attributes.put("VisibilityTimeout", "" + queue.hiddenFor().toSeconds());
        queue.redrive().ifPresent(redrive -> attributes.put("RedrivePolicy", json(redrive)));
        for (var count : List.of("", "NotVisible", "Delayed")) {
            attributes.put(
                    "ApproximateNumberOfMessages" + count, "" + counts.getOrDefault(count, 0));
        }
        var answer = Json.object();
        put(answer, attributes, names(request, "AttributeNames"));
        return answer;
    }

    private String json(Redrive redrive) {
        return Json.write(
                Json.object()
                        .put("deadLetterTargetArn", place.arn("sqs", redrive.queue()))
                        .put("maxReceiveCount", redrive.receives()));
    }

    private static String where(Message message, Instant now) {
        if (!message.visibleAt().isAfter(now)) return "";
        return message.receives() == 0 ? "Delayed" : "NotVisible";
    }

    private static void put(ObjectNode json, Map<String, String> attributes, Set<String> asked) {
        if (!asked.contains("All")) attributes.keySet().retainAll(asked);
        if (attributes.isEmpty()) return;
        var node = json.putObject("Attributes");
        attributes.forEach(node::put);
    }

    private static Set<String> names(JsonNode request, String... fields) {
        var names = new HashSet<String>();
        for (var field : fields) request.path(field).forEach(name -> names.add(name.asText()));
        return names;
    }

    private QueueSpec queue(JsonNode request) {
        return queue(request, "QueueUrl");
    }

    /// The queue with a name or a URL. The URL's host is ignored.
    private QueueSpec queue(JsonNode request, String field) {
        var text = request.path(field).asText();
        var spec = specs.get(text.substring(text.lastIndexOf('/') + 1));
        if (spec == null) {
            throw new Rejected("QueueDoesNotExist", "The specified queue does not exist.");
        }
        return spec;
    }

    private static Duration seconds(JsonNode request, String name, int most) {
        var seconds = request.path(name).asInt(0);
        if (seconds < 0 || seconds > most) throw outOfRange(name);
        return Duration.ofSeconds(seconds);
    }

    private static Rejected missing(String name) {
        return new Rejected(
                "MissingParameter", "The request must contain the parameter " + name + ".");
    }

    private static Rejected outOfRange(String name) {
        return new Rejected(
                "InvalidParameterValue", "Value for parameter %s is invalid.".formatted(name));
    }

    private static String messageId(Message message) {
        return message.id().substring(message.id().indexOf('-') + 1);
    }

    private static String md5(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5");
            var hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
            return String.format(Locale.ROOT, "%032x", new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
