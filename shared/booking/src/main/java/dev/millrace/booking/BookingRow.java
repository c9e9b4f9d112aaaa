package dev.millrace.booking;

import static dev.millrace.booking.BookingStatus.AWAITING_CONFIRMATION;
import static dev.millrace.booking.BookingStatus.CANCELLED;
import static dev.millrace.booking.BookingStatus.CONFIRMED;
import static dev.millrace.booking.BookingStatus.DENIED;
import static dev.millrace.booking.BookingStatus.EXPIRED;
import static dev.millrace.booking.BookingStatus.SETTLED;
import static dev.millrace.booking.BookingType.BOOKING;
import static java.util.Objects.requireNonNull;

import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.SortableTime;
import dev.millrace.eventsourcing.ViewType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The row of the bookings view: a booking as clients see it.
///
/// @param tickets null until the booking is confirmed
/// @param reason why the booking was denied or cancelled
/// @param correlationId of the request that placed the booking; its expiry continues with this id,
///   so that one query finds both
public record BookingRow(
        String bookingId,
        String clientId,
        String concertId,
        List<Seat> seats,
        BookingStatus status,
        Instant placedAt,
        String correlationId,
        @Nullable Tickets tickets,
        @Nullable Instant confirmedAt,
        @Nullable Instant expiresAt,
        @Nullable String paymentId,
        @Nullable String reason) {
    public static final ViewType<BookingRow, BookingEvent> VIEW =
            new ViewType<>(
                    "booking-view",
                    BOOKING,
                    BookingRow.class,
                    new Rows.OnePerEntity<>(BookingRow::project),
                    BookingRow::indexed,
                    new ViewType.Waiting<>("reservation", BookingRow::awaitingSince));

    public BookingRow {
        requireNonNull(bookingId, "bookingId");
        requireNonNull(clientId, "clientId");
        requireNonNull(concertId, "concertId");
        requireNonNull(status, "status");
        requireNonNull(placedAt, "placedAt");
        requireNonNull(correlationId, "correlationId");
        seats = List.copyOf(seats);
    }

    /// The row after a commit.
    public static BookingRow project(@Nullable BookingRow before, Commit<BookingEvent> commit) {
        var row = before;
        for (var event : commit.events()) {
            if (row != null) row = row.after(event, commit.at());
            else if (event instanceof BookingPlaced placed) row = placed(commit, placed);
            else
                throw new IllegalStateException(
                        event.getClass().getSimpleName() + " before the booking was placed");
        }
        if (row == null)
            throw new IllegalStateException("a commit without events begins " + commit.entityId());
        return row;
    }

    /// The instant after which the booking expires; null if it is not confirmed or has no deadline.
    public @Nullable Instant due() {
        return status == CONFIRMED ? expiresAt : null;
    }

    private @Nullable Instant awaitingSince() {
        return status == AWAITING_CONFIRMATION ? placedAt : null;
    }

    /// Index `by-client`: `clientId`, `placedAt`. Index `due`: `dueShard`, `dueAt`, with
    /// `correlationId`.
    private Map<String, String> indexed() {
        var attributes = new HashMap<String, String>();
        attributes.put("clientId", clientId);
        attributes.put("placedAt", SortableTime.of(placedAt));
        attributes.put("correlationId", correlationId);
        var due = due();
        if (due != null) {
            var shard = Math.floorMod(bookingId.hashCode(), DueBookings.SHARDS);
            attributes.put("dueShard", Integer.toString(shard));
            attributes.put("dueAt", SortableTime.of(due));
        }
        return attributes;
    }

    private static BookingRow placed(Commit<BookingEvent> commit, BookingPlaced placed) {
        return new BookingRow(
                commit.entityId(),
                placed.clientId(),
                placed.concertId(),
                placed.seats(),
                AWAITING_CONFIRMATION,
                commit.at(),
                commit.correlationId(),
                null,
                null,
                null,
                null,
                null);
    }

    private BookingRow after(BookingEvent event, Instant at) {
        return switch (event) {
            case BookingPlaced _ -> throw new IllegalStateException("placed twice: " + bookingId);
            case BookingConfirmed confirmed ->
                    with(CONFIRMED, confirmed.tickets(), at, confirmed.expiresAt(), null, null);
            case BookingDenied(var why) -> with(DENIED, paymentId, why);
            case BookingCancelled(var why) -> with(CANCELLED, paymentId, why);
            case BookingPaid paid -> with(status, paid.paymentId(), reason);
            case BookingSettled _ -> with(SETTLED, paymentId, reason);
            case BookingExpired _ -> with(EXPIRED, paymentId, reason);
        };
    }

    private BookingRow with(
            BookingStatus status, @Nullable String paymentId, @Nullable String reason) {
        return with(status, tickets, confirmedAt, expiresAt, paymentId, reason);
    }

    private BookingRow with(
            BookingStatus status,
            @Nullable Tickets tickets,
            @Nullable Instant confirmedAt,
            @Nullable Instant expiresAt,
            @Nullable String paymentId,
            @Nullable String reason) {
        return new BookingRow(
                bookingId,
                clientId,
                concertId,
                seats,
                status,
                placedAt,
                correlationId,
                tickets,
                confirmedAt,
                expiresAt,
                paymentId,
                reason);
    }
}
