package dev.millrace.functions.processes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.booking.PaymentInput.Received;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Payments from the bus to the process of their booking. Once this returns a payment is kept; one
/// that fails is thrown: it is tried again, and then lies in the queue.
public final class PaymentProcess implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Log log;
    private final Processes processes;
    private final InstantSource clock;

    public PaymentProcess() {
        this(System.getenv());
    }

    public PaymentProcess(Map<String, String> variables) {
        this(new Environment(variables));
    }

    private PaymentProcess(Environment environment) {
        this(environment, Log.of(environment));
    }

    private PaymentProcess(Environment environment, Log log) {
        this(Processes.of(environment, log), InstantSource.system(), log);
    }

    PaymentProcess(Processes processes, InstantSource clock, Log log) {
        this.processes = processes;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        var where = Map.of("correlation_id", event.getId(), "process", "payment");
        return log.where(
                where,
                () -> {
                    try {
                        return take(event);
                    } catch (RuntimeException failed) {
                        log.error(
                                "a payment failed; tried again, and then kept in the queue",
                                failed,
                                Map.of());
                        throw failed;
                    }
                });
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
        var received = new Received(bookingId, payment, clock.instant());
        var id = "PaymentReceived/" + payment.paymentId();
        processes.payments().take(bookingId, new Waiting<>(id, received, event.getId()));
        return null;
    }
}
