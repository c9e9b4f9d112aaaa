package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.dynamodb.FakeBooking;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.lambda.snapstart.FakeAws;
import dev.millrace.eventsourcing.lambda.snapstart.FakeEvents;
import dev.millrace.eventsourcing.lambda.snapstart.WarmUp;
import java.io.IOException;
import java.util.Map;

/// Pays a confirmed booking.
final class PaymentProcessWarmUp implements WarmUp {
    private final PaymentProcess process;
    private final Journal<Booking, BookingEvent> journal;

    PaymentProcessWarmUp(FakeAws aws) {
        this.process = new PaymentProcess(aws.platform());
        this.journal = aws.platform().journal(BOOKING);
    }

    @Override
    public void play(String id) throws IOException {
        new FakeBooking(journal, id).place().confirm();
        var event = FakeEvents.event(id, "PaymentReceived", payment(id));
        WarmUp.handle(process, event);
        var last = journal.read(id, 2).getLast().events().getLast();
        WarmUp.check(last instanceof BookingSettled, last.toString());
    }

    private static Map<String, Object> payment(String bookingId) {
        return Map.of(
                "clientId",
                FakeBooking.CLIENT,
                "paymentId",
                "warm-up of " + bookingId,
                "bookingId",
                bookingId,
                "amount",
                "10",
                "currency",
                "EUR");
    }
}
