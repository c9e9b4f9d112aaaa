package dev.millrace.booking;

import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.DueBookings.Due;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The periodic process that expires what was not paid in time.
///
/// The view only tells where to look; the booking decides, and the row is rewritten from the
/// journal. A row that fails is stepped over, and comes again with the next sweep.
public final class Expiry {
    /// The calls that one row may cost, one after the other: state, command, row, journal, row.
    public static final int MOST_CALLS_A_ROW = 5;

    private static final String NAME = "expiry";

    private final DueBookings dueBookings;
    private final Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings;
    private final View<BookingRow, BookingEvent> view;
    private final InstantSource clock;
    private final Consumer<RowFailed> failures;

    /// @param failures hears of every row that was stepped over
    public Expiry(
            DueBookings dueBookings,
            Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings,
            View<BookingRow, BookingEvent> view,
            InstantSource clock,
            Consumer<RowFailed> failures) {
        this.dueBookings = dueBookings;
        this.bookings = bookings;
        this.view = view;
        this.clock = clock;
        this.failures = failures;
    }

    /// A row that could not be expired this time.
    ///
    /// @param correlationId absent where the row cannot be read
    public record RowFailed(
            String bookingId, @Nullable String correlationId, RuntimeException cause) {}

    /// What a sweep did.
    ///
    /// @param complete false where time ran out first
    /// @param overdue how long the deadline was past of the row that was most so
    public record Swept(int expired, int refused, int failed, boolean complete, Duration overdue) {
        public static final Swept NOTHING = new Swept(0, 0, 0, true, Duration.ZERO);

        public Swept plus(Swept other) {
            return new Swept(
                    expired + other.expired,
                    refused + other.refused,
                    failed + other.failed,
                    complete && other.complete,
                    overdue.compareTo(other.overdue) > 0 ? overdue : other.overdue);
        }

        private static Swept found(Due row, Instant now) {
            return new Swept(0, 0, 0, true, Duration.between(row.deadline(), now));
        }
    }

    /// Expires the due bookings of one shard, oldest first, until `outOfTime`.
    public Swept sweep(int shard, BooleanSupplier outOfTime) {
        var swept = Swept.NOTHING;
        var now = clock.instant();
        var unreadable = new ArrayList<Unreadable>();
        try (var due = dueBookings.due(shard, now, unreadable::add)) {
            for (var rows = due.iterator(); rows.hasNext(); ) {
                var row = rows.next();
                swept = swept.plus(Swept.found(row, now));
                if (outOfTime.getAsBoolean()) {
                    swept = swept.plus(done(0, 0, 0, false));
                    break;
                }
                swept = swept.plus(expire(row, new ExpireBooking(now)));
            }
        }
        unreadable.forEach(row -> failures.accept(new RowFailed(row.row(), null, row.cause())));
        return swept.plus(done(0, 0, unreadable.size(), true));
    }

    private Swept expire(Due row, ExpireBooking command) {
        var commandId = Ids.of(NAME, row.bookingId(), "ExpireBooking");
        var trace = new Trace(commandId, NAME, row.correlationId(), null);
        try {
            return switch (bookings.send(row.bookingId(), command, trace)) {
                case Outcome.Accepted(Booking.Expired _, _) -> mended(row, done(1, 0, 0, true));
                case Outcome.Accepted(_, _), Outcome.Rejected(_) ->
                        mended(row, done(0, 1, 0, true));
            };
        } catch (RuntimeException failed) {
            failures.accept(new RowFailed(row.bookingId(), row.correlationId(), failed));
            return done(0, 0, 1, true);
        }
    }

    private static Swept done(int expired, int refused, int failed, boolean complete) {
        return new Swept(expired, refused, failed, complete, Duration.ZERO);
    }

    /// Whatever the booking answered, the row is to say so, and be due no more: the next sweep does
    /// not meet it again.
    private Swept mended(Due row, Swept swept) {
        view.catchUp(row.bookingId());
        return swept;
    }
}
