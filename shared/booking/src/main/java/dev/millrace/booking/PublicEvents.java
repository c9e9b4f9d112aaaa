package dev.millrace.booking;

import static dev.millrace.eventsourcing.Alphabet.letter;

import dev.millrace.eventsourcing.Alphabet;

/// The names of the public events: the detail-types on the bus.
public final class PublicEvents {
    public static final Alphabet<PublicEvent> NAMES =
            Alphabet.of(
                    PublicEvent.class,
                    letter("BookingConfirmed", PublicEvent.Confirmed.class),
                    letter("BookingDenied", PublicEvent.Denied.class),
                    letter("BookingCancelled", PublicEvent.Cancelled.class),
                    letter("BookingExpired", PublicEvent.Expired.class),
                    letter("BookingSettled", PublicEvent.Settled.class),
                    letter("PaymentReminder", PublicEvent.PaymentReminder.class),
                    letter("RefundRequested", PublicEvent.RefundRequested.class));

    private PublicEvents() {}
}
