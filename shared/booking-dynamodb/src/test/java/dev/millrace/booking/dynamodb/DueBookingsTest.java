package dev.millrace.booking.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.DueBookings;
import dev.millrace.booking.DueBookings.Due;
import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewStore.Replaced;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The query for the bookings whose deadline has passed.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DueBookingsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    private final List<Unreadable> unreadable = new ArrayList<>();
    private BookingTable bookings = table("");
    private ViewStore<BookingRow> rows = BookingTables.rows(dynamoDb, "");

    @BeforeEach
    void bookings() {
        var name = BookingTables.view(dynamoDb);
        bookings = table(name);
        rows = BookingTables.rows(dynamoDb, name);
    }

    @Test
    void a_booking_past_its_deadline_is_found_with_its_correlation_id() {
        var id = save("a", BookingStatus.CONFIRMED, NOW.minusMillis(1), 1);
        save("now", BookingStatus.CONFIRMED, NOW, 1);
        save("later", BookingStatus.CONFIRMED, NOW.plusSeconds(1), 1);
        save("never", BookingStatus.CONFIRMED, null, 1);

        assertThat(due()).containsExactly(new Due(id, NOW.minusMillis(1), "request a"));
    }

    @Test
    void a_row_that_cannot_be_read_hides_no_other() {
        var ids = Stream.of("a", "b", "c").map(this::saveDue).toList();
        dynamoDb.spoil("BookingView", ids.get(1), "correlationId");

        assertThat(due())
                .extracting(Due::bookingId)
                .containsExactlyInAnyOrder(ids.get(0), ids.get(2));
        assertThat(unreadable).extracting(Unreadable::row).containsExactly(ids.get(1));
    }

    private String saveDue(String name) {
        return save(name, BookingStatus.CONFIRMED, NOW.minusMillis(1), 1);
    }

    @Test
    void only_a_confirmed_booking_is_in_the_index() {
        for (var status : BookingStatus.values())
            save(status.name(), status, NOW.minusSeconds(1), 1);

        assertThat(inIndex()).hasSize(1);
        assertThat(due()).hasSize(1);
    }

    @Test
    void a_booking_leaves_the_index_when_it_is_over() {
        save("a", BookingStatus.CONFIRMED, NOW.minusSeconds(1), 1);
        save("a", BookingStatus.SETTLED, NOW.minusSeconds(1), 2);

        assertThat(inIndex()).isEmpty();
    }

    @Test
    void each_shard_is_sorted_oldest_first_and_all_shards_have_all_bookings() {
        var placed =
                IntStream.range(0, 60)
                        .mapToObj(n ->
                                save(
                                        "booking-" + n,
                                        BookingStatus.CONFIRMED,
                                        NOW.minusSeconds(1 + (n * 37) % 60),
                                        1))
                        .toList();

        assertThat(due()).extracting(Due::bookingId).containsExactlyInAnyOrderElementsOf(placed);
        for (var shard = 0; shard < DueBookings.SHARDS; shard++) {
            var deadlines =
                    bookings.due(shard, NOW, unreadable::add)
                            .map(due -> rows.load(due.bookingId()))
                            .map(row ->
                                    row instanceof Row<BookingRow>(var booking, _)
                                            ? booking.expiresAt()
                                            : Instant.MAX)
                            .toList();
            assertThat(deadlines).as("shard %s", shard).isSorted().hasSizeGreaterThan(1);
        }
    }

    /// The index projects only the correlation id, so it must be long to fill a page of 1 MB.
    @Test
    void several_pages_are_read_to_the_end() {
        var wide = "-".repeat(180_000);
        for (var n = 0; n < 64; n++)
            save(n + wide, BookingStatus.CONFIRMED, NOW.minusSeconds(1), 1);

        assertThat(due()).hasSize(64);
    }

    @Test
    void a_table_that_cannot_be_read_is_an_outage() {
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> table("Nowhere").due(0, NOW, unreadable::add).toList());
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> table("Nowhere").byClient("ada", 1, null, _ -> {}));
    }

    private List<Due> due() {
        return IntStream.range(0, DueBookings.SHARDS)
                .boxed()
                .flatMap(shard -> bookings.due(shard, NOW, unreadable::add))
                .toList();
    }

    private List<Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>>
            inIndex() {
        return dynamoDb.client()
                .scan(scan -> scan.tableName("BookingView").indexName("due"))
                .items();
    }

    private String save(
            String name, BookingStatus status, @Nullable Instant deadline, long version) {
        var id = Ids.of(name);
        var row =
                new BookingRow(
                        id,
                        "ada",
                        "concert",
                        List.of(new Seat(1, 1)),
                        status,
                        NOW.minusSeconds(3_600),
                        "request " + name,
                        null,
                        NOW.minusSeconds(3_599),
                        deadline,
                        null,
                        null);
        assertThat(rows.replace(id, new Row<>(row, version))).isEqualTo(Replaced.WRITTEN);
        return id;
    }

    private BookingTable table(String name) {
        return new BookingTable(dynamoDb.client(), name);
    }
}
