package dev.millrace.booking;

import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.process.CommitStep;
import java.util.Optional;

/// Tells the world what became of a booking: at least once, under an id that stays.
public final class Announcement implements CommitStep<BookingEvent> {
    private static final int SCHEMA = 1;

    private final Bus bus;

    public Announcement(Bus bus) {
        this.bus = bus;
    }

    @Override
    public String name() {
        return "announcement";
    }

    @Override
    public void run(Commit<BookingEvent> commit) {
        for (var event : commit.events()) {
            told(commit, event)
                    .ifPresent(told -> bus.publish(PublicEvents.NAMES.nameOf(told), told));
        }
    }

    /// What the world is told of an event, if anything.
    public static Optional<PublicEvent> told(Commit<BookingEvent> commit, BookingEvent event) {
        var booking = commit.entityId();
        var version = commit.seq();
        var id = Ids.of("announcement", commit.eventId(commit.events().indexOf(event)));
        return switch (event) {
            case BookingConfirmed(var tickets, var expiresAt) -> {
                var price = tickets.total();
                yield Optional.of(
                        new PublicEvent.Confirmed(
                                id,
                                SCHEMA,
                                booking,
                                version,
                                price.amount(),
                                price.currency(),
                                expiresAt));
            }
            case BookingDenied(var reason) ->
                    Optional.of(new PublicEvent.Denied(id, SCHEMA, booking, version, reason));
            case BookingCancelled(var reason) ->
                    Optional.of(new PublicEvent.Cancelled(id, SCHEMA, booking, version, reason));
            case BookingExpired() ->
                    Optional.of(new PublicEvent.Expired(id, SCHEMA, booking, version));
            case BookingSettled() ->
                    Optional.of(new PublicEvent.Settled(id, SCHEMA, booking, version));
            case BookingPlaced _, BookingPaid _ -> Optional.empty();
        };
    }
}
