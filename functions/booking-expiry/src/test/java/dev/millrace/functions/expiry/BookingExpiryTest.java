package dev.millrace.functions.expiry;

import static dev.millrace.booking.BookingType.BOOKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The sweep of each minute, on the journal and the view.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingExpiryTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private final LogLines lines = new LogLines();
    private BookingHistory history = new BookingHistory(journal());

    @BeforeEach
    void tables() {
        dynamoDb.journalTable();
        BookingTables.view(dynamoDb);
        history = new BookingHistory(journal());
    }

    @Test
    void all_due_bookings_of_all_shards_expire() {
        var due = confirmed("due", 40);
        history.clock().advance(Duration.ofHours(1));
        var later = confirmed("later", 3);

        assertThat(sweep()).isEqualTo(swept(40, 0, 0, true));

        assertThat(due).allMatch(id -> events(id).getLast() instanceof BookingExpired);
        assertThat(later).noneMatch(id -> events(id).getLast() instanceof BookingExpired);
        assertThat(lines.of("swept"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("expired").asInt()).isEqualTo(40);
                    assertThat(line.path("complete").asBoolean()).isTrue();
                });
        assertThat(lines.measured("Expired")).containsExactly("Expired {} 40");
        assertThat(lines.measured("CommandsAccepted"))
                .hasSize(40)
                .containsOnly("CommandsAccepted {command=ExpireBooking} 1");
    }

    @Test
    void a_row_that_cannot_be_read_is_stepped_over_and_the_rest_of_its_shard_expires() {
        var due = confirmed("due", 40);
        dynamoDb.spoil("BookingView", due.get(7), "correlationId");
        history.clock().advance(Duration.ofHours(1));

        assertThat(sweep()).isEqualTo(swept(39, 0, 1, true));

        assertThat(lines.measured("SteppedOver")).hasSize(1);
        assertThat(lines.of("a due booking was stepped over; the next sweep tries it again"))
                .singleElement()
                .extracting(line -> line.path("entity").asText())
                .isEqualTo("Booking#" + due.get(7));
    }

    @Test
    void in_an_empty_view_nothing_is_due() {
        assertThat(sweep()).isEqualTo(swept(0, 0, 0, true));
        assertThat(lines.measured("Expired")).containsExactly("Expired {} 0");
        assertThat(lines.measured("Overdue")).containsExactly("Overdue {} 0");
    }

    @Test
    void every_sample_event_sweeps() throws IOException {
        var samples = SampleEvents.of("BookingExpiry");
        assertThat(samples.names()).isNotEmpty();
        for (var name : samples.names()) {
            var due = confirmed(name, 1).getFirst();
            history.clock().advance(Duration.ofHours(1));

            var event = new ByteArrayInputStream(samples.bytes(name));
            function().handleRequest(event, new ByteArrayOutputStream(), TestContext.inTime());

            assertThat(events(due).getLast()).isInstanceOf(BookingExpired.class);
        }
    }

    @Test
    void an_expiry_has_the_correlation_id_of_the_request_that_placed_the_booking() {
        var id = confirmed("due", 1).getFirst();
        history.clock().advance(Duration.ofHours(1));

        sweep();

        assertThat(lines.measured("Overdue")).containsExactly("Overdue {} 1801000");
        var commit = journal().read(id, 0).getLast();
        assertThat(commit.by()).isEqualTo("expiry ExpireBooking");
        assertThat(commit.correlationId()).isEqualTo("request " + id);
        assertThat(lines.of("command"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("process").asText()).isEqualTo("expiry");
                    assertThat(line.path("entity").asText()).isEqualTo("Booking#" + id);
                    assertThat(line.path("correlation_id").asText()).isEqualTo("request " + id);
                });
    }

    @Test
    void a_booking_that_was_paid_in_the_meantime_is_counted_and_its_row_rewritten() {
        var id = confirmed("paid", 1).getFirst();
        history.paid(id, "payment", "49.90");
        history.clock().advance(Duration.ofHours(1));

        assertThat(sweep()).isEqualTo(swept(0, 1, 0, true));

        var row = view().saved(id);
        assertThat(row == null ? null : row.value().status()).isEqualTo(BookingStatus.SETTLED);
        assertThat(sweep()).isEqualTo(swept(0, 0, 0, true));
    }

    @Test
    void a_booking_that_was_cancelled_in_the_meantime_is_swept_only_once() {
        var id = confirmed("cancelled", 1).getFirst();
        history.cancelled(id, "ada", null);
        history.clock().advance(Duration.ofHours(1));

        assertThat(sweep()).isEqualTo(swept(0, 1, 0, true));
        assertThat(journal().read(id, 0)).hasSize(3);
        assertThat(sweep()).isEqualTo(swept(0, 0, 0, true));
    }

    @Test
    void sweeping_again_expires_nothing_twice() {
        var due = confirmed("due", 3);
        history.clock().advance(Duration.ofHours(1));
        sweep();

        sweep();

        assertThat(due).allMatch(id -> journal().read(id, 0).size() == 3);
    }

    @Test
    void a_booking_that_fails_is_stepped_over_and_the_next_sweep_tries_it_again() {
        var due = confirmed("due", 9);
        var broken = due.get(4);
        var commit = breakJournal(broken);
        history.clock().advance(Duration.ofHours(1));

        assertThat(sweep()).isEqualTo(swept(8, 0, 1, true));
        assertThat(lines.of("a due booking was stepped over; the next sweep tries it again"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("entity").asText()).isEqualTo("Booking#" + broken);
                    assertThat(line.path("correlation_id").asText()).isEqualTo("request " + broken);
                    assertThat(line.path("process").asText()).isEqualTo("expiry");
                });
        assertThat(lines.measured("SteppedOver")).containsExactly("SteppedOver {} 1");

        dynamoDb.client().putItem(put -> put.tableName("Events").item(commit));
        sweep();
        assertThat(events(broken).getLast()).isInstanceOf(BookingExpired.class);
    }

    @Test
    void a_view_that_cannot_be_read_fails_the_function() {
        var function = function("Nowhere");

        assertThatIllegalStateException()
                .isThrownBy(() -> function.run(TestContext.inTime()))
                .withCauseInstanceOf(Outage.class);
    }

    @Test
    void a_sweep_stops_before_its_time_out_and_the_next_one_goes_on() {
        var due = confirmed("due", 30);
        history.clock().advance(Duration.ofHours(1));
        var looks = new AtomicInteger();
        var context = new TestContext(() -> looks.incrementAndGet() <= 12 ? 30_000 : 9_999);

        var swept = function().run(context);

        assertThat(swept).isEqualTo(swept(12, 0, 0, false));
        due.forEach(this::catchUp);
        assertThat(sweep()).isEqualTo(swept(18, 0, 0, true));
    }

    @Test
    void without_time_left_it_does_nothing() {
        confirmed("due", 3);
        history.clock().advance(Duration.ofHours(1));

        assertThat(function().run(new TestContext(() -> 9_999))).isEqualTo(swept(0, 0, 0, false));
    }

    @Test
    void a_function_that_lacks_a_table_does_not_start() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new BookingExpiry(
                                Map.of("AWS_REGION", "eu-west-1", "BOOKING_EVENTS_TABLE", "E")))
                .withMessageContaining("BOOKING_VIEW_TABLE");
    }

    /// Confirmed bookings with half an hour to pay. The view has their rows.
    private List<String> confirmed(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    var id = history.placed("ada", name + n, 1);
                    var deadline = history.clock().instant().plus(Duration.ofMinutes(30));
                    history.confirmed(id, deadline, "49.90");
                    catchUp(id);
                    return id;
                })
                .toList();
    }

    /// Makes a booking's first commit unreadable. Returns the original item.
    private Map<String, AttributeValue> breakJournal(String id) {
        var key =
                Map.of(
                        "pk",
                        AttributeValue.fromS("Booking#" + id),
                        "seq",
                        AttributeValue.fromN("1"));
        var client = dynamoDb.client();
        var commit = client.getItem(get -> get.tableName("Events").key(key)).item();
        client.updateItem(update ->
                update.tableName("Events")
                        .key(key)
                        .updateExpression("SET events = :broken")
                        .expressionAttributeValues(
                                Map.of(":broken", AttributeValue.fromS("broken"))));
        return commit;
    }

    private List<BookingEvent> events(String id) {
        return journal().read(id, 0).stream().flatMap(commit -> commit.events().stream()).toList();
    }

    private void catchUp(String id) {
        view().catchUp(id);
    }

    private View<BookingRow, BookingEvent> view() {
        return new View<>(BookingRow.VIEW.rows(), table(), journal());
    }

    private Map<String, Object> sweep() {
        return function().run(TestContext.inTime());
    }

    private static Map<String, Object> swept(int expired, int rejected, int failed, boolean whole) {
        return Map.of("expired", expired, "refused", rejected, "failed", failed, "complete", whole);
    }

    private BookingExpiry function() {
        return function("BookingView");
    }

    private BookingExpiry function(String view) {
        return new BookingExpiry(
                new Platform(
                        lines.environment(
                                Map.of(
                                        "BOOKING_EVENTS_TABLE",
                                        "Events",
                                        "BOOKING_VIEW_TABLE",
                                        view)),
                        TestRuntime.at(history.clock()),
                        dynamoDb::client));
    }

    private ViewStore<BookingRow> table() {
        return new DynamoDbViewStore<>(dynamoDb.client(), "BookingView", BookingRow.VIEW);
    }

    private Journal<Booking, BookingEvent> journal() {
        return new DynamoDbJournal<>(dynamoDb.client(), "Events", BOOKING);
    }
}
