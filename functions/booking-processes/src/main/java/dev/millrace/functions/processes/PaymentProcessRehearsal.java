package dev.millrace.functions.processes;

import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;
import java.util.Map;

/// A booking that is confirmed is paid.
final class PaymentProcessRehearsal implements Rehearsal {
    private final Environment environment;
    private final PaymentProcess process;
    private final Ports ports;

    PaymentProcessRehearsal(Environment environment) {
        var madeUp = environment.on(new MadeUpAws());
        this.environment = environment;
        this.process = new PaymentProcess(madeUp);
        this.ports = Ports.of(madeUp, Log.of(madeUp));
    }

    @Override
    public void play(String id) {
        new RehearsedBooking(ports.journal(), id).place().confirm();
        process.handleRequest(MadeUpEvents.event(id, "PaymentReceived", payment(id)), null);
        var last = ports.journal().read(id, 2).getLast().events().getLast();
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
    public void read() {
        Ports.of(environment, Log.of(environment)).journal().load("nothing");
    }
}
