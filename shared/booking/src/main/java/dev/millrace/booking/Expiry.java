package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.DueBookings.Due;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.SweepReport;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.View;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sweep that expires bookings that were not paid in time.
///
/// The view only finds the candidates. The booking decides, and its row is then updated from the
/// journal. A row that fails is stepped over, and the next sweep tries it again.
public final class Expiry {
    /// The most DynamoDB calls for one row, in sequence: load the state, append the commit, load
    /// the row, read the journal, save the row.
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

    /// Expires the due bookings of one shard, oldest first. Counts each as `expired`, or as
    /// `refused` if the view was behind and the booking did not expire.
    public void sweep(int shard, SweepReport report) {
        var now = clock.instant();
        Consumer<Unreadable> unreadable = row -> stepOver(row.row(), null, row.cause(), report);
        try (var due = dueBookings.due(shard, now, unreadable)) {
            for (var rows = due.iterator(); rows.hasNext(); ) {
                var row = rows.next();
                report.found(row.deadline());
                if (report.isOutOfTime()) return;
                expire(row, new ExpireBooking(now), report);
            }
        }
    }

    private void expire(Due row, ExpireBooking command, SweepReport report) {
        var commandId = Ids.of(NAME, row.bookingId(), "ExpireBooking");
        var trace = new Trace(commandId, NAME, row.correlationId(), null);
        try {
            var outcome = bookings.send(row.bookingId(), command, trace);
            // Also after a rejection: the row must show the booking's state, or it stays due.
            view.catchUp(row.bookingId());
            var isExpired = outcome instanceof Outcome.Accepted(Booking.Expired _, _);
            report.count(isExpired ? "expired" : "refused", 1);
        } catch (RuntimeException failed) {
            stepOver(row.bookingId(), row.correlationId(), failed, report);
        }
    }

    /// @param correlationId null if the row cannot be read
    private static void stepOver(
            String bookingId,
            @Nullable String correlationId,
            RuntimeException cause,
            SweepReport report) {
        var fields = new HashMap<String, String>();
        fields.put("entity", BOOKING.name() + "#" + bookingId);
        if (correlationId != null) fields.put("correlation_id", correlationId);
        report.stepOver(
                "a due booking was stepped over; the next sweep tries it again", cause, fields);
    }
}
