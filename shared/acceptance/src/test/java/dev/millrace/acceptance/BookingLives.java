package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ApiCall;
import dev.millrace.TemplateFile;
import dev.millrace.demo.ServiceClient;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.dynamodb.ItemSize;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import dev.millrace.local.functions.InvocationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Leads bookings of two seats through their lives, one function after the other, so that it is
/// known whose each call was. Every trigger of the template is switched off and pulled here
/// instead: a commit goes to each reader of the journal alone, an event of the bus to whoever
/// listens.
final class BookingLives implements AutoCloseable {
    private static final List<String> TABLES =
            List.of(
                    "BookingEventsTable",
                    "BookingViewTable",
                    "BookingViewTable",
                    "SeatsTable",
                    "ProcessesTable");
    private static final String SWEEP = "{}";

    private final LocalCloud cloud;
    private final ServiceClient client;
    private final LocalTables tables;
    private final ByteArrayOutputStream log;
    private final PrintStream out;
    private final Queue<JsonNode> bus = new ConcurrentLinkedQueue<>();
    private final Set<String> delivered = new HashSet<>();

    static BookingLives withHoldsOf(Duration hold, Path folder) throws IOException {
        var untriggered = folder.resolve("template.yaml");
        Files.writeString(
                untriggered,
                Files.readString(TemplateFile.ROOT.resolve("template.yaml"))
                        .replaceAll(
                                "(Type: (?:DynamoDB|Schedule)\n( +)Properties:\n)",
                                "$1$2  Enabled: false\n")
                        .replaceAll(
                                "(Type: EventBridgeRule\n( +)Properties:\n)",
                                "$1$2  State: DISABLED\n"));
        var options =
                LocalCloudOptions.of(untriggered)
                        .withClasses(BookingLives.class.getClassLoader())
                        .withParameters(Map.of("ReservationHold", hold.toString()));
        return new BookingLives(options);
    }

    /// What the functions log is standard output, which they take when they are made.
    private BookingLives(LocalCloudOptions options) {
        this.out = System.out;
        this.log = new ByteArrayOutputStream();
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        this.cloud = LocalCloud.start(options);
        this.client =
                new ServiceClient(
                        cloud.api(), cloud.eventBridge(), cloud.resource("Bus"), Thread::sleep);
        this.tables = new LocalTables(cloud);
        cloud.onBusEvent(bus::add);
    }

    /// What something takes that is done here, and what stands in the tables because of it.
    Bill measure(Consumer<Bill> life) {
        var before = stored();
        var bill = new Bill();
        life.accept(bill);
        bill.stored(stored() - before);
        return bill.rounded();
    }

    void putConcert(String concert, int seats) {
        client.putConcert(concert, "49.90", seats);
    }

    /// Places a booking, and does all that follows by itself.
    void place(Bill bill, String key, String concert, int firstSeat) {
        var body =
                "{\"concertId\":\"%s\",\"seats\":[{\"row\":1,\"number\":%s},{\"row\":1,\"number\":%s}]}"
                        .formatted(concert, firstSeat, firstSeat + 1);
        call(bill, "BookingCommands", post(key).json(body));
        settle(bill);
    }

    void look(Bill bill, String key) {
        var get = ApiCall.to("GET /bookings/{bookingId}").by("ada").at("bookingId", booking(key));
        call(bill, "BookingQueries", get);
    }

    void lookAtConcert(Bill bill, String concert) {
        call(
                bill,
                "Concerts",
                ApiCall.to("GET /concerts/{concertId}").by("ada").at("concertId", concert));
    }

    /// Reports a payment of two seats, and does all that follows.
    void pay(Bill bill, String key) {
        client.pay("ada", "payment-" + key, booking(key), "99.80");
        settle(bill);
    }

    /// A sweep that finds a reminder due, and what follows.
    void remind(Bill bill) {
        untilDue("ProcessesTable");
        run(bill, "ProcessTimers", SWEEP);
        settle(bill);
    }

    /// A sweep that finds the deadline past, and what follows.
    void expire(Bill bill) {
        untilDue("BookingViewTable");
        run(bill, "BookingExpiry", SWEEP);
        settle(bill);
    }

    /// Two sweeps that find nothing.
    void sweep(Bill bill) {
        run(bill, "ProcessTimers", SWEEP);
        run(bill, "BookingExpiry", SWEEP);
    }

    String status(String key) {
        return client.await("ada", booking(key), "SETTLED", "EXPIRED", "DENIED");
    }

    /// What stands in the tables, and once more in the index that has whole rows, with the 100
    /// bytes that DynamoDB counts for each.
    private long stored() {
        return TABLES.stream()
                .flatMap(table -> tables.items(table).stream())
                .mapToLong(item -> 100 + ItemSize.bytes(item))
                .sum();
    }

    /// Delivers commits and events until nothing more comes of it.
    private void settle(Bill bill) {
        while (true) {
            var commits =
                    tables.items("BookingEventsTable").stream()
                            .filter(item -> delivered.add(key(item)))
                            .toList();
            for (var commit : commits) deliver(bill, commit);
            var event = bus.poll();
            if (event != null) deliver(bill, event);
            if (event == null && commits.isEmpty()) return;
        }
    }

    private void deliver(Bill bill, Map<String, AttributeValue> commit) {
        var batch = StreamRecords.batch(List.of(StreamRecords.insert(commit)));
        run(bill, "BookingView", batch);
        run(bill, "BookingProcess", batch);
    }

    private void deliver(Bill bill, JsonNode event) {
        bill.busEvent();
        var payment = event.path("source").asText().equals("payments");
        run(bill, payment ? "PaymentProcess" : "Notifications", event.toString());
    }

    private void run(Bill bill, String function, String event) {
        var outcome = count(bill, function, () -> invoke(function, event));
        assertThat(outcome.failed()).as(outcome.payload()).isFalse();
    }

    private InvocationResult invoke(String function, String event) {
        try {
            return cloud.invoke(function, event);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void call(Bill bill, String function, ApiCall call) {
        var answer = count(bill, function, () -> call.send(cloud.api()));
        assertThat(answer.status()).isLessThan(300);
        bill.httpCall(answer.body().toString().length());
    }

    private <T> T count(Bill bill, String function, Supplier<T> work) {
        var before = log.size();
        var counted = CostMeter.during(work);
        var written = log.toString(StandardCharsets.UTF_8).substring(before);
        bill.run(
                function,
                counted.calls(),
                written.lines().filter(line -> !isOfSlowness(line)).toList());
        return counted.result();
    }

    /// A step that was slow has a line more; how many are depends on the machine.
    private static boolean isOfSlowness(String line) {
        return line.contains("\"message\":\"step\"")
                || line.contains("\"message\":\"looked after\"");
    }

    private void untilDue(String table) {
        await().until(() ->
                tables.items(table).stream()
                        .map(item -> item.get("dueAt"))
                        .anyMatch(due ->
                                due != null && Instant.parse(due.s()).isBefore(Instant.now())));
    }

    private static ApiCall post(String key) {
        return ApiCall.to("POST /bookings").by("ada").header("Idempotency-Key", key);
    }

    private static String booking(String key) {
        return Ids.of("idempotency-key", "ada", key);
    }

    private static String key(Map<String, AttributeValue> commit) {
        return commit.get("pk") + " " + commit.get("seq");
    }

    @Override
    public void close() {
        cloud.close();
        System.setOut(out);
    }
}
