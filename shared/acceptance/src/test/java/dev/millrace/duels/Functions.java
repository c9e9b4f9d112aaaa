package dev.millrace.duels;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.ScheduledFunction;
import dev.millrace.functions.commands.BookingCommands;
import dev.millrace.functions.expiry.BookingExpiry;
import dev.millrace.functions.processes.BookingProcess;
import dev.millrace.functions.processes.PaymentProcess;
import dev.millrace.functions.processes.ProcessOperations;
import dev.millrace.functions.processes.ProcessTimers;
import dev.millrace.functions.view.BookingView;
import dev.millrace.functions.view.BookingViewRebuild;
import java.util.Map;

/// The functions that take part: the classes that are deployed.
///
/// @param name names its invocations in the history
/// @param maker makes the handler on a cold machine
record Functions<I, O>(String name, Maker<I, O> maker) {
    static final Functions<JsonNode, JsonNode> COMMANDS =
            new Functions<>("commands", platform -> http(new BookingCommands(platform)));
    static final Functions<DynamodbEvent, StreamsEventResponse> PROCESSES =
            new Functions<>("processes", BookingProcess::new);
    static final Functions<DynamodbEvent, StreamsEventResponse> VIEW =
            new Functions<>("view", BookingView::new);
    static final Functions<BusEvent, String> PAYMENT =
            new Functions<>("payment", platform -> payment(new PaymentProcess(platform)));
    static final Functions<Map<String, Object>, Map<String, Object>> TIMERS =
            new Functions<>("timers", platform -> scheduled(new ProcessTimers(platform)));
    static final Functions<Map<String, Object>, Map<String, Object>> OPERATIONS =
            new Functions<>("operator", platform -> new ProcessOperations(platform)::handleRequest);
    static final Functions<Map<String, Object>, Map<String, Object>> EXPIRY =
            new Functions<>("expiry", platform -> scheduled(new BookingExpiry(platform)));
    static final Functions<Map<String, Object>, Map<String, Object>> REBUILD =
            new Functions<>("rebuild", platform -> new BookingViewRebuild(platform)::handleRequest);

    private static RequestHandler<JsonNode, JsonNode> http(HttpRoutes routes) {
        return (event, _) -> routes.handle(event);
    }

    private static RequestHandler<Map<String, Object>, Map<String, Object>> scheduled(
            ScheduledFunction function) {
        return (_, context) -> function.run(context);
    }

    private static RequestHandler<BusEvent, String> payment(PaymentProcess process) {
        return (event, _) -> {
            process.receive(event);
            return "";
        };
    }

    /// A handler's constructor.
    @FunctionalInterface
    interface Maker<I, O> {
        RequestHandler<I, O> make(Platform platform);
    }
}
