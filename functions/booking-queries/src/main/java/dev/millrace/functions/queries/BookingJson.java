package dev.millrace.functions.queries;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.ViewStore.Row;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A booking in the JSON of the API. Fields that are null are left out.
record BookingJson(
        String bookingId,
        String clientId,
        String concertId,
        List<Seat> seats,
        @Nullable List<TicketJson> tickets,
        @Nullable String currency,
        BookingStatus status,
        @Nullable String reason,
        Instant placedAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant expiresAt,
        @Nullable String paymentId,
        long version) {

    static BookingJson of(Row<BookingRow> row) {
        var booking = row.value();
        var tickets = booking.tickets();
        return new BookingJson(
                booking.bookingId(),
                booking.clientId(),
                booking.concertId(),
                booking.seats(),
                tickets == null ? null : TicketJson.of(tickets),
                tickets == null ? null : tickets.currency(),
                booking.status(),
                booking.reason(),
                booking.placedAt(),
                booking.confirmedAt(),
                booking.expiresAt(),
                booking.paymentId(),
                row.version());
    }
}
