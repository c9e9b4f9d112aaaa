package dev.millrace.duels;

import static dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint.NEVER;
import static java.util.Objects.requireNonNull;

import dev.millrace.duels.JournalStream.Batch;
import dev.millrace.duels.JournalStream.Reader;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestCall;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The deeds that can be done to the booking. Each starts an invocation as AWS, a client or an
/// operator would.
final class Deeds {
    private static final List<String> PROCESSES =
            List.of(
                    "reservation",
                    "announcement",
                    "payment",
                    "reminder",
                    "booking-stream",
                    "booking-view");
    private static final int ASYNCHRONOUS_TRIES = 3;

    private final World world;
    private final List<Payment> undelivered = new ArrayList<>();
    private final Map<String, Money> paid = new LinkedHashMap<>();
    private final Map<String, Instant> firstTold = new HashMap<>();
    private final Set<Skip> skipped = new LinkedHashSet<>();
    private int requests;

    Deeds(World world) {
        this.world = world;
    }

    /// An amount of money.
    ///
    /// @param amount as text; null if the payment has none
    record Money(@Nullable String amount, String currency) {}

    /// Something that an operator skipped.
    record Skip(String process, String what) {}

    private record Payment(BusEvent event, int tries) {}

    /// The payments that reached the bus, by their ids.
    Map<String, Money> paid() {
        return paid;
    }

    /// When the first event of a payment was delivered, by the clock of the world.
    Instant firstTold(String payment) {
        return requireNonNull(firstTold.get(payment));
    }

    /// Everything that operators skipped.
    Set<Skip> skipped() {
        return skipped;
    }

    /// Whether operators skipped nothing of these processes, nor a commit of the stream, which no
    /// process received.
    boolean nobodySkipped(String... processes) {
        return skipped.stream()
                .map(Skip::process)
                .noneMatch(one -> one.equals("booking-stream") || List.of(processes).contains(one));
    }

    boolean allPaymentsAreDelivered() {
        return undelivered.isEmpty() && world.queues.areEmpty();
    }

    void place(CrashPoint crashPoint) {
        place(World.CLIENT, crashPoint);
    }

    void placeRival(CrashPoint crashPoint) {
        place(World.RIVAL_CLIENT, crashPoint);
    }

    private void place(String client, CrashPoint crashPoint) {
        var call =
                TestCall.to("POST /bookings")
                        .by(client)
                        .header("idempotency-key", "k")
                        .requestId("place-" + ++requests)
                        .json(
                                """
                                {"concertId": "gala", "seats": [{"row": 1, "number": 1}, {"row": 1, "number": 2}]}
                                """);
        world.invoke(Functions.COMMANDS, crashPoint, call::event, _ -> {});
    }

    void cancel(CrashPoint crashPoint) {
        cancel(World.CLIENT, World.BOOKING, crashPoint);
    }

    void cancelRival(CrashPoint crashPoint) {
        cancel(World.RIVAL_CLIENT, World.RIVAL, crashPoint);
    }

    private void cancel(String client, String booking, CrashPoint crashPoint) {
        var call =
                TestCall.to("DELETE /bookings/{bookingId}")
                        .by(client)
                        .path("bookingId", booking)
                        .requestId("cancel-" + ++requests);
        world.invoke(Functions.COMMANDS, crashPoint, call::event, _ -> {});
    }

    void pay(String paymentId, Money money, CrashPoint crashPoint) {
        paid.putIfAbsent(paymentId, money);
        firstTold.putIfAbsent(paymentId, world.now());
        var detail = new HashMap<String, Object>();
        detail.put("clientId", World.CLIENT);
        detail.put("paymentId", paymentId);
        detail.put("bookingId", World.BOOKING);
        if (money.amount() != null) {
            detail.put("amount", money.amount());
            detail.put("currency", money.currency());
        }
        var id = "payment-event-" + ++requests;
        deliver(new Payment(new BusEvent(id, "PaymentReceived", null, detail), 1), crashPoint);
    }

    /// Tries failed payments again, as Lambda does. After the last try a payment goes to the queue.
    void retryPayments() {
        var again = List.copyOf(undelivered);
        undelivered.clear();
        again.forEach(payment -> deliver(payment, NEVER));
    }

    private void deliver(Payment payment, CrashPoint crashPoint) {
        world.invokeAsynchronously(
                Functions.PAYMENT,
                crashPoint,
                payment.event(),
                succeeded -> {
                    if (succeeded) return;
                    if (payment.tries() < ASYNCHRONOUS_TRIES) {
                        undelivered.add(new Payment(payment.event(), payment.tries() + 1));
                    } else {
                        world.queues.send(failed(payment.event()));
                    }
                });
    }

    private static String failed(BusEvent event) {
        return Json.write(
                Map.of(
                        "requestPayload",
                        Map.of(
                                "id", event.id(),
                                "detail-type", event.detailType(),
                                "detail", event.detail())));
    }

    /// Delivers a new commit to both readers at once, as Lambda usually does.
    void deliverNews() {
        for (var reader : Reader.values()) {
            if (world.simulation.random().nextInt(4) == 0) continue;
            deliver(reader, 0, 1 + world.simulation.random().nextInt(3), NEVER);
        }
    }

    /// Delivers records of the stream.
    void deliver(Reader reader, int again, int most, CrashPoint crashPoint) {
        var function = reader == Reader.VIEW ? Functions.VIEW : Functions.PROCESSES;
        var batch = new AtomicReference<Batch>();
        world.invoke(
                function,
                crashPoint,
                () -> {
                    var next = world.stream.batch(world.dynamoDb, reader, again, most);
                    batch.set(next);
                    return next.event();
                },
                answer -> {
                    if (answer == null) return;
                    world.stream.delivered(reader, batch.get(), StreamBatch.failures(answer));
                });
    }

    void sweep(CrashPoint crashPoint) {
        world.invoke(Functions.TIMERS, crashPoint, Map::of, _ -> {});
    }

    void expire(CrashPoint crashPoint) {
        world.invoke(Functions.EXPIRY, crashPoint, Map::of, _ -> {});
    }

    void rebuild(CrashPoint crashPoint) {
        world.invoke(
                Functions.REBUILD,
                crashPoint,
                () -> Map.<String, Object>of("segment", 0, "segments", 1),
                _ -> {});
    }

    /// @param then receives the answer, or null if the invocation failed or crashed
    void erase(CrashPoint crashPoint, Consumer<@Nullable Map<String, Object>> then) {
        ask("erase", Map.of("entity", World.BOOKING), crashPoint, then);
    }

    void redriveInputs() {
        ask("redrive-inputs", Map.of("process", "payment"), NEVER, _ -> {});
    }

    /// Feeds the journal to a process that is parked, or to any process.
    void fromJournal(CrashPoint crashPoint) {
        var all = parked();
        var process =
                all.isEmpty() || world.simulation.random().nextInt(4) == 0
                        ? pick(PROCESSES)
                        : name(pick(all));
        var request = Map.of("process", process, "entity", World.BOOKING);
        ask("from-journal", request, crashPoint, _ -> {});
    }

    void redriveOne(CrashPoint crashPoint) {
        var all = parked();
        if (!all.isEmpty()) ask("redrive", pick(all), crashPoint, _ -> {});
    }

    void skipOne(CrashPoint crashPoint) {
        var all = parked();
        if (all.isEmpty()) return;
        var one = new HashMap<>(pick(all));
        one.put("reason", "as the duel says");
        skipped.add(new Skip(name(one), requireNonNull(one.get("what"))));
        ask("skip", one, crashPoint, _ -> {});
    }

    /// Everything that is parked when the round begins, as an operator has seen it.
    private List<Map<String, String>> parked() {
        return world.dynamoDb.scan(scan -> scan.tableName(Tables.PROCESSES)).items().stream()
                .filter(item -> item.containsKey("parked"))
                .map(Item::new)
                .map(item ->
                        Map.of(
                                "process", item.text("process"),
                                "instance", item.text("key"),
                                "what", Json.read(item.text("parked"), Parked.class).what()))
                .toList();
    }

    /// Lists everything that is parked, and redrives it.
    @SuppressWarnings("unchecked") // as the function answers
    void redriveAll() {
        ask(
                "parked",
                Map.of(),
                NEVER,
                answer -> {
                    if (answer == null) return;
                    for (var one :
                            (List<Map<String, String>>) requireNonNull(answer.get("parked"))) {
                        ask("redrive", one, NEVER, _ -> {});
                    }
                });
    }

    private void ask(
            String operation,
            Map<String, String> fields,
            CrashPoint crashPoint,
            Consumer<@Nullable Map<String, Object>> then) {
        var request = new HashMap<String, Object>(fields);
        request.put("operation", operation);
        world.invoke(Functions.OPERATIONS, crashPoint, () -> request, then);
    }

    private static String name(Map<String, String> parked) {
        return requireNonNull(parked.get("process"));
    }

    private <T> T pick(List<T> some) {
        return some.get(world.simulation.random().nextInt(some.size()));
    }
}
