package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.BookingType.COMMANDS;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.booking.PaymentReceived;
import dev.millrace.booking.Payments;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.StepRunner;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Payments from the bus to their bookings. One that fails is thrown: it is tried again, and then
/// kept in the queue.
public final class PaymentProcess implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Log log;
    private final StepRunner<PaymentReceived, BookingCommand, BookingRejection> payments;

    public PaymentProcess() {
        this(System.getenv());
    }

    public PaymentProcess(Map<String, String> variables) {
        var environment = new Environment(variables);
        var table = environment.required("BOOKING_EVENTS_TABLE");
        this(
                new DynamoDbJournal<>(Aws.dynamoDb(environment), table, BOOKING),
                InstantSource.system(),
                Log.of(environment));
    }

    PaymentProcess(Journal<Booking, BookingEvent> journal, InstantSource clock, Log log) {
        this.log = log;
        var bookings = new Entities<>(BOOKING, journal, clock, Aws.backoff(), log.commands());
        this.payments = new StepRunner<>(new Payments(), bookings, COMMANDS);
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        var where = Map.of("correlation_id", event.getId(), "process", "payment");
        return log.where(where, () -> take(event));
    }

    private @Nullable Void take(ScheduledEvent event) {
        var payment = PaymentDetail.decode(event.getDetail());
        var bookingId = payment.bookingId();
        if (bookingId == null) {
            log.info(
                    "a payment that is not for a booking",
                    Map.of("payment_id", payment.paymentId()));
            return null;
        }
        var eventId = "PaymentReceived/" + payment.paymentId();
        payments.run(bookingId, payment, eventId, event.getId());
        return null;
    }
}
