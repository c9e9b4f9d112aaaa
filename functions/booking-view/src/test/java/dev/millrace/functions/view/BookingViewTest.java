package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.eventsourcing.lambda.StreamBatch.failures;
import static dev.millrace.eventsourcing.lambda.StreamBatch.ofItems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The journal's stream updates the view. The last record of a booking makes its row right, even if
/// earlier records were lost, repeated or reordered.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingViewTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private final InstantSource clock =
            InstantSource.fixed(BookingHistory.BEGINNING.plusSeconds(7));
    private final LogLines lines = new LogLines(clock);
    private String paid = "";
    private String other = "";

    /// Two bookings, of three commits and of one.
    @BeforeEach
    void bookings() {
        dynamoDb.journalTable();
        BookingTables.view(dynamoDb);
        BookingTables.processes(dynamoDb);
        var history = new BookingHistory(journal());
        paid = history.placed("ada", "paid", 1);
        other = history.placed("bob", "other", 2);
        history.confirmed(paid, BookingHistory.BEGINNING.plusSeconds(3_600), "49.90");
        history.paid(paid, "payment", "49.90");
    }

    @Test
    void every_booking_has_its_row() {
        assertThat(deliver(commits(paid, 1, 2, 3), commits(other, 1))).isEmpty();

        assertRows();
    }

    @Test
    void the_lag_of_each_row_is_measured() {
        deliver(commits(paid, 1, 2), commits(other, 1));

        assertThat(lines.measured("ViewLag"))
                .containsExactlyInAnyOrder("ViewLag {} 6000", "ViewLag {} 5000");
    }

    @Test
    void a_first_commit_costs_one_put_and_a_later_one_also_a_read() {
        var first = commits(paid, 1);
        var second = commits(paid, 2);
        dynamoDb.meter().reset();

        deliver(first);
        assertThat(dynamoDb.meter().calls()).containsExactly("putItem");

        dynamoDb.meter().reset();
        deliver(second);
        assertThat(dynamoDb.meter().calls()).containsExactly("getItem", "putItem");
    }

    @Test
    void a_repeated_record_changes_nothing() {
        deliver(commits(paid, 1, 2, 3), commits(other, 1));
        var before = BookingTables.items(dynamoDb, "BookingView");

        for (var seq = 1; seq <= 3; seq++) assertThat(deliver(commits(paid, seq))).isEmpty();
        assertThat(deliver(commits(paid, 1, 2, 3), commits(other, 1))).isEmpty();

        assertThat(BookingTables.items(dynamoDb, "BookingView"))
                .containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void lost_records_are_read_from_the_journal() {
        deliver(commits(paid, 3), commits(other, 1));

        assertRows();
    }

    /// Repeats, reorders and loses records at random, alone and in batches. The last one arrives.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_last_record_makes_the_row_right_whatever_happened_to_the_others(long seed) {
        var random = new Random(seed);
        var records = new ArrayList<Map<String, AttributeValue>>();
        for (var n = 0; n < 12; n++)
            records.addAll(
                    random.nextBoolean()
                            ? commits(other, 1)
                            : commits(paid, 1 + random.nextInt(3)));
        Collections.shuffle(records, random);
        for (var from = 0; from < records.size(); ) {
            var to = Math.min(records.size(), from + 1 + random.nextInt(4));
            assertThat(deliver(records.subList(from, to))).isEmpty();
            from = to;
        }
        deliver(commits(paid, 3), commits(other, 1));

        assertRows();
    }

    @Test
    void a_record_whose_row_cannot_be_written_is_delivered_again() {
        var function = function();
        var event = ofItems(commits(paid, 2));
        dynamoDb.throttle("BookingView", true);
        assertThat(failures(function.handleRequest(event, TestContext.inTime())))
                .containsExactly("98");
        dynamoDb.throttle("BookingView", false);
        assertThat(failures(function.handleRequest(event, TestContext.inTime()))).isEmpty();
        assertThat(row(paid)).isNotNull();
    }

    @Test
    void a_commit_that_cannot_be_read_stops_its_own_booking_only() {
        var broken = new HashMap<>(commits(paid, 2).getFirst());
        broken.put("events", AttributeValue.fromS("[{\"type\":\"BookingTeleported\",\"v\":1}]"));

        assertThat(deliver(commits(paid, 1), List.of(broken), commits(other, 1))).isEmpty();

        assertThat(status(paid)).isEqualTo(BookingStatus.AWAITING_CONFIRMATION);
        assertThat(status(other)).isEqualTo(BookingStatus.AWAITING_CONFIRMATION);
        assertThat(parked()).containsExactly("Booking#" + paid);
        assertThat(lines.text()).contains("BookingTeleported").contains(paid);
        assertThat(lines.measured("Parked")).containsExactly("Parked {} 1");
    }

    @Test
    void a_function_that_lacks_a_table_does_not_start() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new BookingView(
                                Map.of(
                                        "AWS_REGION", "eu-west-1",
                                        "BOOKING_EVENTS_TABLE", "E",
                                        "PROCESSES_TABLE", "P")))
                .withMessageContaining("BOOKING_VIEW_TABLE");
    }

    private void assertRows() {
        for (var id : List.of(paid, other)) {
            @Nullable Row<BookingRow> expected = null;
            for (var commit : journal().read(id, 0))
                expected =
                        new Row<>(
                                BookingRow.project(
                                        expected == null ? null : expected.value(), commit),
                                commit.seq());
            assertThat(row(id)).isEqualTo(expected);
        }
        assertThat(status(paid)).isEqualTo(BookingStatus.SETTLED);
    }

    private @Nullable BookingStatus status(String id) {
        var row = row(id);
        return row == null ? null : row.value().status();
    }

    private @Nullable Row<BookingRow> row(String id) {
        return platform().view(BookingRow.VIEW).saved(id);
    }

    private BookingView function() {
        return new BookingView(platform());
    }

    private Platform platform() {
        return new Platform(
                lines.environment(
                        Map.of(
                                "BOOKING_EVENTS_TABLE", "Events",
                                "BOOKING_VIEW_TABLE", "BookingView",
                                "PROCESSES_TABLE", "Processes")),
                TestRuntime.at(clock),
                dynamoDb::client);
    }

    private List<String> parked() {
        try (var all = new ParkedInstances(dynamoDb.client(), "Processes").all(_ -> {})) {
            return all.map(ParkedInstances.ParkedInstance::key).toList();
        }
    }

    @SafeVarargs
    private List<String> deliver(List<Map<String, AttributeValue>>... items) {
        var function = function();
        var batch = ofItems(Arrays.stream(items).flatMap(List::stream).toList());
        return failures(function.handleRequest(batch, TestContext.inTime()));
    }

    /// The items of these commits of a booking.
    private List<Map<String, AttributeValue>> commits(String id, int... numbers) {
        var all = BookingTables.items(dynamoDb, "Events");
        return Arrays.stream(numbers)
                .mapToObj(number ->
                        all.stream()
                                .filter(item ->
                                        AttributeValue.fromS("Booking#" + id)
                                                .equals(item.get("pk")))
                                .filter(item ->
                                        AttributeValue.fromN("" + number).equals(item.get("seq")))
                                .findFirst()
                                .orElseThrow())
                .toList();
    }

    private Journal<Booking, BookingEvent> journal() {
        return new DynamoDbJournal<>(dynamoDb.client(), "Events", BOOKING);
    }
}
