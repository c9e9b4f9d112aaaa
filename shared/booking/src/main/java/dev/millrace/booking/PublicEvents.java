package dev.millrace.booking;

import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.TypeNames;

/// The names of the public events: the detail-types on the bus.
public final class PublicEvents {
    public static final TypeNames<PublicEvent> NAMES =
            TypeNames.of(
                    PublicEvent.class,
                    named("BookingConfirmed", PublicEvent.Confirmed.class),
                    named("BookingDenied", PublicEvent.Denied.class),
                    named("BookingCancelled", PublicEvent.Cancelled.class),
                    named("BookingExpired", PublicEvent.Expired.class),
                    named("BookingSettled", PublicEvent.Settled.class),
                    named("PaymentReminder", PublicEvent.PaymentReminder.class),
                    named("RefundRequested", PublicEvent.RefundRequested.class));

    private PublicEvents() {}
}
