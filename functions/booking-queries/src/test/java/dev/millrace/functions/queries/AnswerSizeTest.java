package dev.millrace.functions.queries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.Money;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.aws.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The largest answers are far below Lambda's limit of 6 MB, which includes the JSON around the
/// body. A control character is the longest character: it takes seven bytes.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnswerSizeTest {
    private static final String ID = "\u0001".repeat(100);
    private static final String REASON = "\u0001".repeat(500);
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final BigDecimal PRICE = new BigDecimal("999999999.9999");
    private static final List<Seat> SEATS =
            IntStream.range(0, 10).mapToObj(n -> new Seat(10_000, 10_000 - n)).toList();
    private static final Tickets TICKETS =
            new Tickets(SEATS.stream().map(seat -> new Ticket(seat, PRICE)).toList(), "CLF");

    @Test
    void a_page_of_a_hundred_bookings_is_below_1_MB() {
        var row =
                new BookingRow(
                        "v".repeat(20),
                        ID,
                        ID,
                        SEATS,
                        BookingStatus.AWAITING_CONFIRMATION,
                        AT,
                        ID,
                        TICKETS,
                        AT,
                        AT,
                        ID,
                        REASON);
        var booking = BookingJson.of(new Row<>(row, Long.MAX_VALUE));

        var page = new ListBookingsRoute.Page(Collections.nCopies(100, booking), "c".repeat(60));

        assertThat(bytes(page)).isBetween(500_000, 1_000_000);
    }

    /// Each event happens to a booking at most once: `BookingLawTest`.
    @Test
    void a_history_is_below_50_KB() {
        var money = new Money(PRICE, "CLF");
        var events =
                List.of(
                        new BookingPlaced(ID, ID, SEATS),
                        new BookingConfirmed(TICKETS, AT),
                        new BookingDenied(REASON),
                        new BookingCancelled(REASON),
                        new BookingPaid(ID, ID, money, money),
                        new BookingSettled(),
                        new BookingExpired());
        var told = events.stream().map(AnswerSizeTest::commit).flatMap(EventJson::of).toList();

        assertThat(bytes(new GetHistoryRoute.History(told))).isBetween(10_000, 50_000);
    }

    private static Commit<BookingEvent> commit(BookingEvent event) {
        return new Commit<>("v".repeat(20), 9, List.of(event), AT, ID, "http", ID, ID);
    }

    private static int bytes(Record body) {
        return Json.write(Map.of("body", Json.write(body))).getBytes(UTF_8).length;
    }
}
