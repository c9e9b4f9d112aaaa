package dev.millrace.booking.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.SortableTime;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client's bookings, page by page.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ClientBookingsTest {
    private static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00.123456789Z");

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

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 44, 45, 46, 100})
    void all_bookings_are_found_once_newest_first(int limit) {
        var placed = IntStream.range(0, 45).mapToObj(n -> place("ada", n, n * 1_000L)).toList();
        place("bob", 1, 500);

        assertThat(pages("ada", limit)).isEqualTo(placed.reversed());
    }

    @Test
    void bookings_of_the_same_millisecond_are_all_found() {
        var placed = IntStream.range(0, 10).mapToObj(n -> place("ada", n, 0)).toList();

        assertThat(pages("ada", 3)).containsExactlyInAnyOrderElementsOf(placed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "null", "{}", "{\"seats\":[]}"})
    void a_row_that_cannot_be_read_hides_no_other(String row) {
        var placed = IntStream.range(0, 3).mapToObj(n -> place("ada", n, n * 1_000L)).toList();
        dynamoDb.change("BookingView", placed.get(1), item -> item.put("row", fromS(row)));

        assertThat(pages("ada", 2)).containsExactly(placed.get(2), placed.get(0));
        assertThat(unreadable).extracting(Unreadable::row).containsExactly(placed.get(1));
    }

    @Test
    void the_last_page_has_no_next() {
        place("ada", 1, 0);

        assertThat(bookings.byClient("ada", 20, null, unreadable::add).next()).isNull();
        assertThat(bookings.byClient("nobody", 20, null, unreadable::add).bookings()).isEmpty();
    }

    @Test
    void a_cursor_shows_only_bookings_of_the_client_who_sends_it() {
        for (var n = 0; n < 5; n++) place("ada", n, n * 1_000L);
        var bobs = place("bob", 1, 1_500);
        var cursor = bookings.byClient("ada", 2, null, unreadable::add).next();

        var page = bookings.byClient("bob", 20, cursor, unreadable::add);

        assertThat(page.bookings())
                .extracting(row -> row.value().bookingId())
                .containsExactly(bobs);
        assertThat(cursor).isNotNull();
        if (cursor != null)
            assertThat(new String(Base64.getUrlDecoder().decode(cursor.text()), UTF_8))
                    .doesNotContain("ada");
    }

    @Test
    void a_cursor_is_read_as_it_was_written() {
        var cursor = new Cursor("2026-03-01T12:00:00.123Z", Ids.of("a"));

        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void any_other_text_is_not_a_cursor() {
        var others =
                List.of(
                        "",
                        " ",
                        "garbage",
                        "%%%",
                        "ü",
                        "AAAA====",
                        encoded("2026-03-01T12:00:00.123Z"),
                        encoded("2026-03-01T12:00:00.123Z short"),
                        encoded("2026-03-01 " + Ids.of("a")),
                        encoded("2026-03-01T12:00:00.123Z " + Ids.of("a") + " more"),
                        encoded("{\"pk\":{\"S\":\"x\"}}"),
                        "A".repeat(100_000));
        for (var text : others)
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> Cursor.parse(text));
    }

    @Test
    void times_have_a_fixed_width_and_sort_chronologically() {
        var times =
                List.of(
                        Instant.parse("0999-12-31T23:59:59.999Z"),
                        Instant.parse("2026-03-01T12:00:00Z"),
                        Instant.parse("2026-03-01T12:00:00.001Z"),
                        Instant.parse("2026-03-01T12:00:00.1Z"),
                        Instant.parse("2026-03-01T12:00:01Z"),
                        Instant.parse("2026-10-01T00:00:00Z"),
                        Instant.parse("9999-01-01T00:00:00Z"));
        var texts = times.stream().map(SortableTime::of).toList();

        assertThat(texts).isSorted().allMatch(text -> text.length() == 24);
        assertThat(SortableTime.of(BEGINNING)).isEqualTo("2026-03-01T12:00:00.123Z");
    }

    private List<String> pages(String client, int limit) {
        var found = new ArrayList<String>();
        @Nullable Cursor cursor = null;
        do {
            var page = bookings.byClient(client, limit, cursor, unreadable::add);
            assertThat(page.bookings()).hasSizeLessThanOrEqualTo(limit);
            page.bookings().forEach(row -> found.add(row.value().bookingId()));
            cursor = page.next() == null ? null : Cursor.parse(page.next().text());
        } while (cursor != null);
        return found;
    }

    private String place(String client, int number, long afterMillis) {
        var id = Ids.of(client, String.valueOf(number));
        var row =
                new BookingRow(
                        id,
                        client,
                        "concert",
                        List.of(new Seat(1, number)),
                        BookingStatus.AWAITING_CONFIRMATION,
                        BEGINNING.plus(Duration.ofMillis(afterMillis)),
                        "correlation",
                        null,
                        null,
                        null,
                        null,
                        null);
        rows.save(id, new Row<>(row, 1), null);
        return id;
    }

    private BookingTable table(String name) {
        return new BookingTable(dynamoDb.client(), name);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
