package dev.millrace.booking;

import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.DueBookings.Due;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.View;
import java.time.Instant;
import java.time.InstantSource;
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

    public Expiry(
            DueBookings dueBookings,
            Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings,
            View<BookingRow, BookingEvent> view,
            InstantSource clock) {
        this.dueBookings = dueBookings;
        this.bookings = bookings;
        this.view = view;
        this.clock = clock;
    }

    /// What a sweep does. Several shards report at once.
    public interface Report {
        /// Whether no further booking is to be begun.
        boolean isOutOfTime();

        /// A booking is due.
        void found(Instant deadline);

        void expired();

        /// A booking was not expired: the view was behind.
        void refused();

        /// A booking could not be expired this time.
        ///
        /// @param correlationId absent if its row cannot be read
        void failed(String bookingId, @Nullable String correlationId, RuntimeException cause);
    }

    /// Expires the due bookings of one shard, oldest first.
    public void sweep(int shard, Report report) {
        var now = clock.instant();
        Consumer<Unreadable> unreadable = row -> report.failed(row.row(), null, row.cause());
        try (var due = dueBookings.due(shard, now, unreadable)) {
            for (var rows = due.iterator(); rows.hasNext(); ) {
                var row = rows.next();
                report.found(row.deadline());
                if (report.isOutOfTime()) return;
                expire(row, new ExpireBooking(now), report);
            }
        }
    }

    private void expire(Due row, ExpireBooking command, Report report) {
        var commandId = Ids.of(NAME, row.bookingId(), "ExpireBooking");
        var trace = new Trace(commandId, NAME, row.correlationId(), null);
        try {
            var outcome = bookings.send(row.bookingId(), command, trace);
            // Whatever the booking answered, the row is to say so, and be due no more.
            view.catchUp(row.bookingId());
            if (outcome instanceof Outcome.Accepted(Booking.Expired _, _)) report.expired();
            else report.refused();
        } catch (RuntimeException failed) {
            report.failed(row.bookingId(), row.correlationId(), failed);
        }
    }
}
