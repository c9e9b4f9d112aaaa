package dev.millrace.booking;

import static dev.millrace.eventsourcing.Alphabet.letter;

import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.eventsourcing.Alphabet;
import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.EntityType;

/// The booking as an entity: its rules, and every name of it that is persisted.
public final class BookingType {
    private BookingType() {}

    public static final Alphabet<BookingCommand> COMMANDS =
            Alphabet.of(
                    BookingCommand.class,
                    letter("PlaceBooking", PlaceBooking.class),
                    letter("ConfirmBooking", BookingCommand.ConfirmBooking.class),
                    letter("DenyBooking", BookingCommand.DenyBooking.class),
                    letter("CancelBooking", BookingCommand.CancelBooking.class),
                    letter("ReceivePayment", BookingCommand.ReceivePayment.class),
                    letter("ExpireBooking", BookingCommand.ExpireBooking.class));

    public static final Alphabet<BookingEvent> EVENTS =
            Alphabet.of(
                    BookingEvent.class,
                    letter("BookingPlaced", BookingEvent.BookingPlaced.class),
                    letter("BookingConfirmed", BookingEvent.BookingConfirmed.class),
                    letter("BookingDenied", BookingEvent.BookingDenied.class),
                    letter("BookingCancelled", BookingEvent.BookingCancelled.class),
                    letter("BookingPaid", BookingEvent.BookingPaid.class),
                    letter("BookingSettled", BookingEvent.BookingSettled.class),
                    letter("BookingExpired", BookingEvent.BookingExpired.class));

    private static final Alphabet<Booking> STATES =
            Alphabet.of(
                    Booking.class,
                    letter("None", Booking.None.class),
                    letter("AwaitingConfirmation", Booking.AwaitingConfirmation.class),
                    letter("Confirmed", Booking.Confirmed.class),
                    letter("Denied", Booking.Denied.class),
                    letter("Cancelled", Booking.Cancelled.class),
                    letter("Expired", Booking.Expired.class),
                    letter("Settled", Booking.Settled.class));

    public static final EntityType<Booking, BookingCommand, BookingEvent, BookingRejection>
            BOOKING =
                    new EntityType<>(
                            "Booking",
                            new Decider<>(new Booking.None(), Booking::decide, Booking::evolve),
                            command -> command instanceof PlaceBooking,
                            COMMANDS,
                            EVENTS,
                            STATES,
                            1);
}
