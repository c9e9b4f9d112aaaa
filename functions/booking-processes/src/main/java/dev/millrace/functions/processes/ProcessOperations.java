package dev.millrace.functions.processes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Swept;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an operator asks for: `parked`, `redrive`, `redrive-inputs`, `from-journal`, `skip`,
/// `trace`. Whoever may invoke this function may do it; the work is done here, by the code that is
/// deployed.
///
/// What is wrong with a request is answered as `{"mistake": …}`: the function has not failed.
public final class ProcessOperations
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final int MOST_LISTED = 1_000;
    private static final List<String> ASKED =
            List.of("operation", "process", "instance", "entity", "booking", "what", "reason");

    private final Log log;
    private final Processes processes;
    private final ParkedInstances parked;
    private final FailedPayments triedAgain;
    private final FailedPayments givenUp;
    private final Traces traces;
    private final InstantSource clock;

    public ProcessOperations() {
        this(System.getenv());
    }

    public ProcessOperations(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public ProcessOperations(Environment environment, Runtime runtime, Clients clients) {
        this.log = new Log(environment, runtime);
        var ports = Ports.of(environment, runtime, clients, log);
        this.processes = new Processes(ports, log);
        this.parked = ports.instances().parked();
        var sqs = clients.sqs();
        var payments = new IncomingPayments(processes, runtime.clock(), log);
        this.triedAgain =
                FailedPayments.triedAgain(
                        sqs, environment.required("FAILED_PAYMENTS_QUEUE"), payments, log);
        this.givenUp =
                FailedPayments.givenUp(
                        sqs, environment.required("GIVEN_UP_PAYMENTS_QUEUE"), payments, log);
        this.traces =
                new Traces(
                        ports,
                        Ports.boxOffice(environment, runtime, clients, log)::answer,
                        parked,
                        processes.steps(),
                        () -> (long) triedAgain.size() + givenUp.size());
        this.clock = runtime.clock();
    }

    /// A request that cannot be what was meant.
    private static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mistake(String message) {
            super(message);
        }
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> request, Context context) {
        try {
            log.info("an operator asks", fields(request));
            return switch (text(request, "operation")) {
                case "parked" -> parked();
                case "redrive" -> redrive(request);
                case "redrive-inputs" -> redriveInputs(request, context);
                case "from-journal" -> fromJournal(request);
                case "skip" -> skip(request);
                case "trace" -> trace(request);
                default ->
                        throw new Mistake(
                                "operation is one of parked, redrive, redrive-inputs, from-journal,"
                                        + " skip, trace");
            };
        } catch (Mistake mistake) {
            return Map.of("mistake", String.valueOf(mistake.getMessage()));
        }
    }

    private Map<String, Object> parked() {
        var unreadable = new ArrayList<String>();
        try (var all = parked.all(row -> unreadable.add(row.toString()))) {
            var listed = all.limit(MOST_LISTED + 1).toList();
            var inputs =
                    Map.of(
                            "process", processes.payments().name(),
                            "triedAgain", triedAgain.size(),
                            "givenUp", givenUp.size());
            return Map.of(
                    "parked",
                    listed.stream()
                            .limit(MOST_LISTED)
                            .map(one -> json(one.process(), one.key(), one.parked()))
                            .toList(),
                    "more",
                    listed.size() > MOST_LISTED,
                    "unreadable",
                    unreadable,
                    "failedInputs",
                    List.of(inputs));
        }
    }

    private Map<String, Object> redrive(Map<String, Object> request) {
        var process = process(request);
        var instance = text(request, "instance");
        if (process.parked(instance).isEmpty()) return Map.of("outcome", "NOT_PARKED");
        process.redrive(instance);
        return outcome(process, instance);
    }

    private Map<String, Object> redriveInputs(Map<String, Object> request, Context context) {
        if (!process(request).name().equals(processes.payments().name())) {
            return Map.of("taken", 0, "failed", 0, "complete", true);
        }
        var tried =
                givenUp.tryAll(
                        () -> context.getRemainingTimeInMillis() < ProcessTimers.RESERVE_MILLIS);
        return Map.of(
                "taken", tried.taken(), "failed", tried.failed(), "complete", tried.complete());
    }

    private Map<String, Object> fromJournal(Map<String, Object> request) {
        var process = process(request);
        var entity = text(request, "entity");
        var commits = processes.commits(entity);
        if (commits == 0) throw unknown(entity);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("commits", commits);
        process.fromJournal(entity).stream()
                .findFirst()
                .ifPresent(one -> answer.put("parked", json(process.name(), entity, one)));
        return answer;
    }

    private Map<String, Object> skip(Map<String, Object> request) {
        var process = process(request);
        var instance = text(request, "instance");
        var what = text(request, "what");
        var reason = text(request, "reason");
        var at = process.parked(instance).map(Parked::what);
        if (at.isEmpty()) return Map.of("outcome", "NOT_PARKED");
        if (!at.get().equals(what)) {
            throw new Mistake(
                    "%s %s is parked at %s, not at %s"
                            .formatted(process.name(), instance, at.get(), what));
        }
        process.skip(instance, what, reason);
        return outcome(process, instance);
    }

    private Map<String, Object> trace(Map<String, Object> request) {
        var booking = text(request, "booking");
        var found = traces.of(booking);
        if (found.isNothing()) throw unknown(booking);
        return new TraceAnswer(found, clock.instant()).json();
    }

    private static Mistake unknown(String booking) {
        return new Mistake("no booking has the id " + booking);
    }

    private Map<String, Object> outcome(Swept process, String instance) {
        Optional<Parked> still = process.parked(instance);
        return still.<Map<String, Object>>map(one ->
                        Map.of(
                                "outcome",
                                "STILL_PARKED",
                                "parked",
                                json(process.name(), instance, one)))
                .orElse(Map.of("outcome", "DONE"));
    }

    private Swept process(Map<String, Object> request) {
        var name = text(request, "process");
        return processes
                .named(name)
                .orElseThrow(() ->
                        new Mistake(
                                "no process is called %s: there are %s"
                                        .formatted(name, String.join(", ", processes.names()))));
    }

    private static String text(Map<String, Object> request, String field) {
        if (request.get(field) instanceof String text && !text.isBlank()) return text;
        throw new Mistake(field + " is missing, or no text");
    }

    /// What is asked, and why; not whatever else a request may hold.
    private static Map<String, Object> fields(Map<String, Object> request) {
        var fields = new LinkedHashMap<String, Object>();
        for (var name : ASKED) {
            if (request.get(name) instanceof String text) fields.put(name, text);
        }
        return fields;
    }

    static Map<String, Object> json(String process, String instance, Parked parked) {
        var json = new LinkedHashMap<String, Object>();
        json.put("process", process);
        json.put("instance", instance);
        json.put("what", parked.what());
        json.put("error", parked.error());
        json.put("attempts", parked.attempts());
        json.put("since", parked.since().toString());
        var next = parked.next();
        if (next != null) json.put("next", next.toString());
        return json;
    }
}
