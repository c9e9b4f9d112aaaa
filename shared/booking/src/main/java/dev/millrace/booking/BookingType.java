package dev.millrace.booking;

import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.TypeNames;

/// The booking as an entity type: its decider, and all its persisted names.
public final class BookingType {
    private BookingType() {}

    public static final TypeNames<BookingCommand> COMMANDS =
            TypeNames.of(
                    BookingCommand.class,
                    named("PlaceBooking", PlaceBooking.class),
                    named("ConfirmBooking", BookingCommand.ConfirmBooking.class),
                    named("DenyBooking", BookingCommand.DenyBooking.class),
                    named("CancelBooking", BookingCommand.CancelBooking.class),
                    named("ReceivePayment", BookingCommand.ReceivePayment.class),
                    named("ExpireBooking", BookingCommand.ExpireBooking.class));

    public static final TypeNames<BookingEvent> EVENTS =
            TypeNames.of(
                    BookingEvent.class,
                    named("BookingPlaced", BookingEvent.BookingPlaced.class),
                    named("BookingConfirmed", BookingEvent.BookingConfirmed.class),
                    named("BookingDenied", BookingEvent.BookingDenied.class),
                    named("BookingCancelled", BookingEvent.BookingCancelled.class),
                    named("BookingPaid", BookingEvent.BookingPaid.class),
                    named("BookingSettled", BookingEvent.BookingSettled.class),
                    named("BookingExpired", BookingEvent.BookingExpired.class));

    private static final TypeNames<Booking> STATES =
            TypeNames.of(
                    Booking.class,
                    named("None", Booking.None.class),
                    named("AwaitingConfirmation", Booking.AwaitingConfirmation.class),
                    named("Confirmed", Booking.Confirmed.class),
                    named("Denied", Booking.Denied.class),
                    named("Cancelled", Booking.Cancelled.class),
                    named("Expired", Booking.Expired.class),
                    named("Settled", Booking.Settled.class));

    public static final EntityType<Booking, BookingCommand, BookingEvent, BookingRejection>
            BOOKING =
                    new EntityType<>(
                                    "Booking",
                                    new Decider<>(
                                            new Booking.None(), Booking::decide, Booking::evolve),
                                    command -> command instanceof PlaceBooking,
                                    COMMANDS,
                                    EVENTS,
                                    STATES,
                                    1)
                            .withSnapshotEvery(
                                    20); // the golden files have a snapshot at commit 200
}
