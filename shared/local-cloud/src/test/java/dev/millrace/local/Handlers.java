package dev.millrace.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// Small functions for the templates of the tests. Tests set their behaviour and read their events
/// here.
public final class Handlers {
    /// Every event a [Recorder] was given, as JSON.
    static final List<JsonNode> EVENTS = new CopyOnWriteArrayList<>();

    /// The `id` keys of each batch that a [Consumer] was given.
    static final List<List<String>> BATCHES = new CopyOnWriteArrayList<>();

    /// Whether a [Consumer] fails for this id, and how.
    static volatile Function<String, Ending> ending = id -> Ending.WELL;

    /// What a [Recorder] answers.
    static volatile Function<JsonNode, String> answer = event -> "{}";

    enum Ending {
        WELL,
        REPORTED,
        THROWN
    }

    private Handlers() {}

    static void reset() {
        EVENTS.clear();
        BATCHES.clear();
        ending = id -> Ending.WELL;
        answer = event -> "{}";
    }

    /// Records the exact JSON of each event.
    public static final class Recorder implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context)
                throws IOException {
            var event = Json.read(new String(input.readAllBytes(), StandardCharsets.UTF_8));
            EVENTS.add(event);
            output.write(answer.apply(event).getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Records each event with the function's name.
    public static final class Namer implements RequestHandler<Map<String, Object>, String> {
        private final String name;

        public Namer(Map<String, String> environment) {
            this.name = environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "");
        }

        @Override
        public String handleRequest(Map<String, Object> event, Context context) {
            EVENTS.add(Json.object().put("by", name).put("event", event.toString()));
            return "";
        }
    }

    /// Reads a stream and fails as `ending` says.
    public static final class Consumer
            implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
        @Override
        public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
            BATCHES.add(event.getRecords().stream().map(Consumer::id).toList());
            var failures = new ArrayList<BatchItemFailure>();
            for (var record : event.getRecords()) {
                switch (ending.apply(id(record))) {
                    case WELL -> {}
                    case REPORTED ->
                            failures.add(
                                    BatchItemFailure.builder()
                                            .withItemIdentifier(
                                                    record.getDynamodb().getSequenceNumber())
                                            .build());
                    case THROWN -> throw new IllegalStateException("cannot take " + id(record));
                }
            }
            return StreamsEventResponse.builder().withBatchItemFailures(failures).build();
        }

        private static String id(DynamodbStreamRecord record) {
            return Objects.requireNonNull(record.getDynamodb().getKeys().get("id")).getS();
        }
    }

    /// Answers its environment, its event and values of its context.
    public static final class Mirror
            implements RequestHandler<Map<String, Object>, Map<String, Object>> {
        private final Map<String, String> environment;

        public Mirror(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
            return Map.of(
                    "environment",
                    environment,
                    "function",
                    context.getFunctionName(),
                    "remaining",
                    context.getRemainingTimeInMillis(),
                    "event",
                    event);
        }
    }

    /// Runs until it is interrupted.
    public static final class Sleeper implements RequestHandler<Object, String> {
        static final CountDownLatch FOREVER = new CountDownLatch(1);
        static volatile boolean interrupted;

        @Override
        public String handleRequest(Object event, Context context) {
            try {
                FOREVER.await();
            } catch (InterruptedException e) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
            return "awake";
        }
    }

    /// Cannot be constructed.
    public static final class Unmakable implements RequestHandler<Object, String> {
        public Unmakable() {
            throw new IllegalStateException("TABLE is not set");
        }

        @Override
        public String handleRequest(Object event, Context context) {
            return "";
        }
    }
}
