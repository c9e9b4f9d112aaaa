package dev.millrace.functions.processes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Payments from the bus to the process of their booking. One that fails is thrown: it is tried
/// again, and then lies in the queue that [FailedPayments] takes up.
public final class PaymentProcess implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final IncomingPayments payments;
    private final Log log;

    public PaymentProcess() {
        this(System.getenv());
        Priming.of(PaymentProcessRehearsal::new);
    }

    public PaymentProcess(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public PaymentProcess(Environment environment, Runtime runtime, Clients clients) {
        this.log = new Log(environment, runtime);
        var processes = new Processes(Ports.of(environment, runtime, clients, log), log);
        this.payments = new IncomingPayments(processes, runtime.clock(), log);
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, @Nullable Context context) {
        try {
            payments.take(event.getId(), event.getDetail());
            return null;
        } catch (RuntimeException failed) {
            log.error(
                    "a payment failed; tried again, and then kept in the queue",
                    failed,
                    Map.of("correlation_id", event.getId(), "process", "payment"));
            throw failed;
        }
    }
}
