package dev.millrace.functions.processes;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;
import java.util.Map;

/// A booking that is confirmed is paid.
final class PaymentProcessRehearsal implements Rehearsal {
    private final Environment environment;
    private final PaymentProcess process;
    private final Journal<Booking, BookingEvent> journal;

    PaymentProcessRehearsal(Environment environment, Runtime runtime) {
        var aws = new MadeUpAws(environment);
        this.environment = environment;
        this.process = new PaymentProcess(environment, runtime, aws);
        this.journal = Ports.journal(environment, aws);
    }

    @Override
    public void play(String id) {
        new RehearsedBooking(journal, id).place().confirm();
        process.handleRequest(MadeUpEvents.event(id, "PaymentReceived", payment(id)), null);
        var last = journal.read(id, 2).getLast().events().getLast();
        Rehearsal.check(last instanceof BookingSettled, last.toString());
    }

    private static Map<String, Object> payment(String bookingId) {
        return Map.of(
                "clientId", RehearsedBooking.CLIENT,
                "paymentId", "rehearsal",
                "bookingId", bookingId,
                "amount", "10",
                "currency", "EUR");
    }

    @Override
    public void read(Clients aws) {
        Ports.journal(environment, aws).load("nothing");
    }
}
