package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.Threads;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.Golden;
import dev.millrace.eventsourcing.dynamodb.Meter;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.InMemoryQueues;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestClients;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import dev.millrace.ticketing.BoxOffice;
import dev.millrace.ticketing.ConcertCatalog;
import dev.millrace.ticketing.PricedSeat;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/// A journal, a concert of four seats at 49.90 EUR, and the functions between them. The stream is
/// delivered by hand.
final class Backstage implements BeforeEachCallback, AfterEachCallback {
    static final Duration HOLD = Duration.ofHours(6);

    private static final Map<String, String> VARIABLES =
            Map.ofEntries(
                    Map.entry("BOOKING_EVENTS_TABLE", "Events"),
                    Map.entry("BOOKING_RESTORED_TABLE", "Restored"),
                    Map.entry("BOOKING_VIEW_TABLE", "BookingView"),
                    Map.entry("PROCESSES_TABLE", "Processes"),
                    Map.entry("ERASED_TABLE", "Erased"),
                    Map.entry("SEATS_TABLE", "Seats"),
                    Map.entry("RESERVATION_HOLD", HOLD.toString()),
                    Map.entry("UNKNOWN_BOOKING_WAIT", "PT10M"),
                    Map.entry("BUS", "the-bus"),
                    Map.entry("BUS_SOURCE", "bookings"),
                    Map.entry("FAILED_PAYMENTS_QUEUE", "failures"),
                    Map.entry("GIVEN_UP_PAYMENTS_QUEUE", "given-up"));

    private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();
    private final LogLines lines = new LogLines(this::now);
    private InMemoryQueues queues = new InMemoryQueues(InstantSource.system());
    private final PublishedEvents published = new PublishedEvents();
    private BookingHistory history = new BookingHistory(journal());

    @Override
    public void beforeEach(ExtensionContext test) {
        dynamoDb.beforeEach(test);
        dynamoDb.journalTable();
        BookingTables.seats(dynamoDb);
        BookingTables.processes(dynamoDb);
        BookingTables.erased(dynamoDb);
        BookingTables.view(dynamoDb);
        published.all().clear();
        published.failWith(null);
        history = new BookingHistory(journal());
        queues = new InMemoryQueues(history.clock());
        onSale(BookingHistory.CONCERT);
        dynamoDb.meter().reset();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        dynamoDb.afterEach(test);
    }

    BookingHistory history() {
        return history;
    }

    private Instant now() {
        return history.clock().instant();
    }

    LogLines lines() {
        return lines;
    }

    Meter meter() {
        return dynamoDb.meter();
    }

    BoxOffice boxOffice() {
        return new BoxOffice(dynamoDb.client(), "Seats", history.clock(), HOLD, _ -> {});
    }

    /// A cold function with the processes.
    BookingProcess reservation() {
        return new BookingProcess(platform());
    }

    BookingProcess reservation(Seats seats) {
        return new BookingProcess(platform(), BookingService.on(platform(), () -> seats));
    }

    /// A function that does all of its work in the calling thread.
    BookingProcess reservationInOneThread(Seats seats) {
        var many = runtime();
        var one = new Runtime(many.clock(), many.random(), many.sleeper(), Backstage::inline);
        var platform = new Platform(environment(), one, clients());
        return new BookingProcess(platform, BookingService.on(platform, () -> seats));
    }

    private static Threads.Tasks inline(int atOnce) {
        return new Threads.Tasks() {
            @Override
            public void execute(Runnable task) {
                task.run();
            }

            @Override
            public void close() {}
        };
    }

    PaymentProcess payment() {
        return new PaymentProcess(platform());
    }

    /// Hands a payment's event to a cold function, as the bus does.
    void pay(String eventId, Map<String, Object> detail) {
        payment().receive(new BusEvent(eventId, "PaymentReceived", null, detail));
    }

    /// Hands over a payment of `bob` for a booking, as the event `event-<payment>`.
    void pay(String booking, String payment, String amount) {
        pay(
                "event-" + payment,
                Map.of(
                        "clientId", "bob",
                        "paymentId", payment,
                        "bookingId", booking,
                        "amount", amount,
                        "currency", "EUR"));
    }

    /// A booking of `ada`, confirmed a second after it was placed. Every process and the view have
    /// handled its two commits.
    String confirmed() {
        var booking = history.placed("ada", "1", 1);
        history.clock().advance(Duration.ofSeconds(1));
        deliver(booking, 1);
        deliver(booking, 2);
        operate(Map.of("operation", "from-journal", "process", "booking-view", "entity", booking));
        return booking;
    }

    /// Skips what an instance is parked at.
    void skip(String process, String instance, String reason) {
        operate(
                Map.of(
                        "operation", "skip",
                        "process", process,
                        "instance", instance,
                        "what", parkedAt(instance),
                        "reason", reason));
    }

    /// Every item of a table.
    List<Map<String, AttributeValue>> items(String table) {
        return BookingTables.items(dynamoDb, table);
    }

    Breakdowns breakdowns() {
        return new Breakdowns(this, dynamoDb, published);
    }

    ProcessTimers timers() {
        return new ProcessTimers(platform());
    }

    /// Sends an operator's request. Returns the answer.
    Map<String, Object> operate(Map<String, Object> request) {
        return new ProcessOperations(platform()).handleRequest(request, TestContext.inTime());
    }

    /// Sends an operator's request to a function with these seats.
    Map<String, Object> operate(Seats seats, Map<String, Object> request) {
        var service = BookingService.on(platform(), () -> seats);
        return new ProcessOperations(platform(), service)
                .handleRequest(request, TestContext.inTime());
    }

    private Environment environment() {
        return lines.environment(VARIABLES);
    }

    /// The platform of a function that lacks some variables.
    Platform without(String... variables) {
        var others = new HashMap<>(VARIABLES);
        others.keySet().removeAll(List.of(variables));
        return new Platform(lines.environment(others), runtime(), clients());
    }

    private Platform platform() {
        return new Platform(environment(), runtime(), clients());
    }

    private Runtime runtime() {
        return TestRuntime.at(this::now);
    }

    private Clients clients() {
        return new TestClients(dynamoDb.client()).withBus(published).withQueues(queues);
    }

    /// The persisted names of all processes.
    Set<String> processNames() {
        return new Processes(BookingService.on(platform()), platform()).names();
    }

    /// The keys of all parked instances.
    List<String> parked() {
        try (var all = new ParkedInstances(dynamoDb.client(), "Processes").all(_ -> {})) {
            return all.map(ParkedInstances.ParkedInstance::key).toList();
        }
    }

    /// The commit, input, timer or effect that an instance is parked at.
    String parkedAt(String instance) {
        try (var all = new ParkedInstances(dynamoDb.client(), "Processes").all(_ -> {})) {
            return all.filter(one -> one.key().equals(instance))
                    .map(one -> one.parked().what())
                    .findFirst()
                    .orElseThrow();
        }
    }

    Map<String, AttributeValue> item(String table, Map<String, AttributeValue> key) {
        return new HashMap<>(client().getItem(get -> get.tableName(table).key(key)).item());
    }

    void put(String table, Map<String, AttributeValue> item) {
        client().putItem(put -> put.tableName(table).item(item));
    }

    InMemoryQueues queue() {
        return queues;
    }

    ViewStore<BookingRow> rows() {
        return platform().rows(BookingRow.VIEW);
    }

    DynamoDbClient client() {
        return dynamoDb.client();
    }

    /// The published messages, in order.
    List<PutEventsRequestEntry> published() {
        return published.all();
    }

    /// Continues from a golden state.
    void restore(JsonNode state) {
        Golden.restore(dynamoDb.client(), state);
        state.path("failures").forEach(body -> queues.send(body.asText()));
        history.clock().advance(Duration.between(now(), Instant.parse(state.path("at").asText())));
    }

    /// All persisted items, and the messages that were published since the test began. An empty
    /// table of erased bookings is left out, because the first golden files do not have that table.
    JsonNode state() {
        var state = Golden.state(dynamoDb.client(), now());
        if (state.path("Erased").isEmpty()) state.remove("Erased");
        queues.bodies("failures").forEach(state.putArray("failures")::add);
        published.all().stream()
                .map(entry -> entry.detailType() + " " + entry.detail())
                .sorted()
                .forEach(state.putArray("published")::add);
        return state;
    }

    /// Delivers a batch to a cold function.
    List<String> deliver(DynamodbEvent batch) {
        var process = reservation();
        return StreamBatch.failures(process.handleRequest(batch, TestContext.inTime()));
    }

    /// Delivers the booking's commit with this number.
    List<String> deliver(String bookingId, int seq) {
        return deliver(StreamBatch.ofItems(List.of(record(bookingId, seq))));
    }

    Map<String, AttributeValue> record(String bookingId, int seq) {
        return records(bookingId).get(seq - 1);
    }

    /// The commits of a booking as the stream shows them, in order.
    List<Map<String, AttributeValue>> records(String bookingId) {
        return BookingTables.items(dynamoDb, "Events").stream()
                .filter(item -> AttributeValue.fromS("Booking#" + bookingId).equals(item.get("pk")))
                .sorted(Comparator.comparingInt(Backstage::seq))
                .toList();
    }

    /// The commits of several bookings, one booking after the other.
    List<Map<String, AttributeValue>> records(String first, String... others) {
        return Stream.concat(Stream.of(first), Stream.of(others))
                .flatMap(booking -> records(booking).stream())
                .toList();
    }

    /// The commits of a booking in the journal.
    List<Commit<BookingEvent>> commits(String bookingId) {
        return journal().read(bookingId, 0);
    }

    /// Puts commits into the journal as they are.
    void journaled(List<Map<String, AttributeValue>> commits) {
        for (var commit : commits)
            dynamoDb.client().putItem(put -> put.tableName("Events").item(commit));
    }

    /// Puts a concert up for sale: row 1, seats 1 to 4, at 49.90 EUR.
    void onSale(String concert) {
        var seats =
                IntStream.rangeClosed(1, 4)
                        .mapToObj(n -> new PricedSeat(new Seat(1, n), new BigDecimal("49.90")))
                        .toList();
        concerts().put(concert, "EUR", seats);
    }

    /// The numbers of the concert's free seats.
    List<Integer> freeSeats() {
        return freeSeats(BookingHistory.CONCERT);
    }

    List<Integer> freeSeats(String concertId) {
        return concerts().find(concertId).stream()
                .flatMap(concert -> concert.seats().stream())
                .filter(place -> place.available())
                .map(place -> place.seat().number())
                .toList();
    }

    /// All items of the journal and of the seats.
    List<Map<String, AttributeValue>> everything() {
        return Stream.of("Events", "Seats")
                .flatMap(table -> BookingTables.items(dynamoDb, table).stream())
                .toList();
    }

    private static int seq(Map<String, AttributeValue> item) {
        return Optional.ofNullable(item.get("seq"))
                .map(AttributeValue::n)
                .map(Integer::valueOf)
                .orElseThrow();
    }

    private ConcertCatalog concerts() {
        return new ConcertCatalog(dynamoDb.client(), "Seats", _ -> {}, Threads.virtual());
    }

    private Journal<Booking, BookingEvent> journal() {
        return new DynamoDbJournal<>(dynamoDb.client(), "Events", BOOKING);
    }
}
