package dev.millrace.local.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import dev.millrace.local.Signal;
import dev.millrace.local.store.Buckets;
import dev.millrace.local.store.Destination;
import dev.millrace.local.store.Destination.ToBucket;
import dev.millrace.local.store.Destination.ToQueue;
import dev.millrace.local.store.LocalStore;
import dev.millrace.local.store.QueueSender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Asynchronous invocations. An invocation is owed from the moment it is stored until the function
/// succeeds, or until its retries are used up and its failure destination has it. After a restart,
/// retries resume from the last attempt. Pauses between attempts take seconds; on AWS they take
/// minutes.
public final class Asynchronous {
    private static final System.Logger LOG = System.getLogger("dev.millrace.local");
    private static final String NAMESPACE = "owed";

    /// An event that a function must still process. `since` is when it was accepted.
    private record Owed(String id, String function, String event, int attempts, Instant since) {
        JsonNode json() {
            return Json.object()
                    .put("function", function)
                    .put("event", event)
                    .put("attempts", attempts)
                    .put("since", since.toString());
        }

        static Owed of(String id, JsonNode json) {
            return new Owed(
                    id,
                    json.path("function").asText(),
                    json.path("event").asText(),
                    json.path("attempts").asInt(),
                    Instant.parse(json.path("since").asText()));
        }

        Owed triedAgain() {
            return new Owed(id, function, event, attempts + 1, since);
        }
    }

    private final Functions functions;
    private final LocalStore localStore;
    private final QueueSender queues;
    private final Buckets buckets;
    private final InstantSource clock;
    private final Signal closing = new Signal();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    public Asynchronous(
            Functions functions,
            LocalStore localStore,
            QueueSender queues,
            Buckets buckets,
            InstantSource clock) {
        this.functions = functions;
        this.localStore = localStore;
        this.queues = queues;
        this.buckets = buckets;
        this.clock = clock;
    }

    /// Starts the invocations that were owed when the local cloud last stopped. Those of functions
    /// that are no longer in the template are removed.
    public void resume() {
        localStore
                .all(NAMESPACE)
                .forEach((id, json) -> {
                    var owed = Owed.of(id, json);
                    if (functions.find(owed.function()).isPresent()) {
                        begin(owed);
                    } else {
                        localStore.remove(NAMESPACE, id);
                    }
                });
    }

    /// Stores the event for the function and starts the invocation.
    public void invoke(LambdaFunction function, String event) {
        invoke(
                function,
                event,
                String.format(Locale.ROOT, "%015d-%s", clock.millis(), UUID.randomUUID()));
    }

    /// Stores the event under an id and starts the invocation. After a restart, requests with the
    /// same id are one invocation.
    public void invoke(LambdaFunction function, String event, String id) {
        var owed = new Owed(id, function.spec().id(), event, 0, clock.instant());
        localStore.put(NAMESPACE, id, owed.json());
        begin(owed);
    }

    private void begin(Owed owed) {
        var thread =
                Thread.ofVirtual()
                        .name("owed " + owed.id())
                        .unstarted(() -> {
                            try {
                                settle(owed);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                threads.remove(Thread.currentThread());
                            }
                        });
        threads.add(thread);
        thread.start();
    }

    private void settle(Owed first) throws InterruptedException {
        var function = functions.get(first.function());
        var rules = function.spec().asynchronous();
        for (var owed = first; !closing.closed(); ) {
            var outcome = function.invoke(owed.event());
            if (!outcome.failed()) {
                localStore.remove(NAMESPACE, owed.id());
                return;
            }
            if (closing.closed()) {
                return; // closing interrupted the function: the invocation is still owed
            }
            owed = owed.triedAgain();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} failed, attempt {1}: {2}",
                    function.spec().name(),
                    owed.attempts(),
                    outcome.json().path("errorMessage").asText());
            var aged = owed.since().plus(rules.maximumAge()).isBefore(clock.instant());
            if (owed.attempts() > rules.retries() || aged) {
                giveUp(
                        owed,
                        function.spec(),
                        outcome,
                        aged ? "EventAgeExceeded" : "RetriesExhausted");
                localStore.remove(NAMESPACE, owed.id());
                return;
            }
            localStore.put(NAMESPACE, owed.id(), owed.json());
            closing.pause(Duration.ofSeconds(owed.attempts()));
        }
    }

    private void giveUp(
            Owed owed, FunctionSpec function, InvocationResult outcome, String condition) {
        var rules = function.asynchronous();
        rules.onFailure()
                .ifPresent(to ->
                        send(to, Json.write(describe(owed, function, outcome, condition)), owed));
        rules.deadLetters().ifPresent(to -> send(to, owed.event(), owed));
    }

    private void send(Destination to, String body, Owed owed) {
        switch (to) {
            case ToQueue(var queue) -> queues.send(queue, body);
            case ToBucket(var bucket) -> buckets.put(bucket, "aws/lambda/async/" + owed.id(), body);
        }
    }

    /// Lambda's record of an invocation that failed for good.
    private JsonNode describe(
            Owed owed, FunctionSpec function, InvocationResult outcome, String condition) {
        var record =
                Json.object().put("version", "1.0").put("timestamp", clock.instant().toString());
        record.putObject("requestContext")
                .put("requestId", outcome.requestId())
                .put("functionArn", function.arn() + ":$LATEST")
                .put("condition", condition)
                .put("approximateInvokeCount", owed.attempts());
        record.set("requestPayload", Json.read(owed.event()));
        record.putObject("responseContext")
                .put("statusCode", 200)
                .put("executedVersion", "$LATEST")
                .put("functionError", "Unhandled");
        record.set("responsePayload", outcome.json());
        return record;
    }

    /// Starts no more attempts. Unfinished invocations stay owed.
    public void stop() {
        closing.close();
    }

    /// Waits for the invocations under way, for `timeout` at most for each.
    public void join(Duration timeout) throws InterruptedException {
        for (var thread : threads) {
            thread.join(timeout);
        }
    }
}
