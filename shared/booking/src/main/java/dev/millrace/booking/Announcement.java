package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.StatelessProcess;
import java.util.List;

/// Stateless process that publishes a booking's confirmation and its end on the bus, at least once.
/// The message id follows from the event, so that a repeated message has the same id.
public final class Announcement implements StatelessProcess<BookingEvent> {
    private static final int SCHEMA = 1;

    @Override
    public String name() {
        return "announcement";
    }

    @Override
    public EntityType<?, ?, BookingEvent, ?> source() {
        return BOOKING;
    }

    @Override
    public TypeNames<PublicEvent> messages() {
        return PublicEvents.NAMES;
    }

    @Override
    public List<Publish> on(BookingEvent event, Envelope envelope) {
        var booking = envelope.entity().id();
        var version = envelope.seq();
        var id = Ids.of("announcement", envelope.eventId());
        return switch (event) {
            case BookingConfirmed(var tickets, var expiresAt) -> {
                var price = tickets.total();
                yield publish(
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
                    publish(new PublicEvent.Denied(id, SCHEMA, booking, version, reason));
            case BookingCancelled(var reason) ->
                    publish(new PublicEvent.Cancelled(id, SCHEMA, booking, version, reason));
            case BookingExpired() -> publish(new PublicEvent.Expired(id, SCHEMA, booking, version));
            case BookingSettled() -> publish(new PublicEvent.Settled(id, SCHEMA, booking, version));
            case BookingPlaced _, BookingPaid _ -> List.of();
        };
    }

    private static List<Publish> publish(PublicEvent event) {
        return List.of(new Publish(event));
    }
}
