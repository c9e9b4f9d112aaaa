package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.ProcessControl;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an operator asks for: `docs/operations-protocol.md`. Whoever may invoke this function may
/// do it; the work is done here, by the code that is deployed.
///
/// What is wrong with a request is answered as `{"mistake": …}`: the function has not failed.
public abstract class OperationsFunction
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final int MOST_LISTED = 1_000;
    private static final Map<String, List<String>> OPERATIONS = new LinkedHashMap<>();
    private static final TypeReference<LinkedHashMap<String, Object>> JSON =
            new TypeReference<>() {};

    static {
        OPERATIONS.put("parked", List.of("process"));
        OPERATIONS.put("redrive", List.of("process", "instance"));
        OPERATIONS.put("redrive-inputs", List.of("process"));
        OPERATIONS.put("from-journal", List.of("process", "type", "entity"));
        OPERATIONS.put("skip", List.of("process", "instance", "what", "reason"));
        OPERATIONS.put("trace", List.of("type", "entity"));
    }

    private final Platform platform;
    private final Processes processes;
    private final ParkedInstances parked;
    private final List<Queues> queues;

    protected OperationsFunction(Platform platform, Service service) {
        this.platform = platform;
        this.processes = new Processes(service, platform);
        this.parked = new ParkedInstances(platform.clients().dynamoDb(), platform.processesTable());
        this.queues =
                processes.busSources().stream()
                        .map(source -> Queues.of(platform, source, processes))
                        .toList();
    }

    /// The failed inputs of one source of the bus.
    private record Queues(String process, FailedInputs triedAgain, FailedInputs givenUp) {
        static Queues of(Platform platform, String name, Processes processes) {
            var source = new BusSource(processes, name);
            return new Queues(
                    source.process(),
                    FailedInputs.triedAgain(platform, name, source),
                    FailedInputs.givenUp(platform, name, source));
        }

        Map<String, Object> json() {
            return Map.of(
                    "process", process,
                    "triedAgain", triedAgain.size(),
                    "givenUp", givenUp.size());
        }
    }

    @Override
    public final Map<String, Object> handleRequest(
            @Nullable Map<String, Object> event, Context context) {
        var request = Request.of(event);
        try {
            platform.log()
                    .info(
                            "an operator asks",
                            request.texts(
                                    List.of(
                                            "operation",
                                            "process",
                                            "instance",
                                            "type",
                                            "entity",
                                            "what",
                                            "reason")));
            return switch (request.operation(OPERATIONS)) {
                case "parked" -> parked(request);
                case "redrive" -> redrive(request);
                case "redrive-inputs" -> redriveInputs(request, context);
                case "from-journal" -> fromJournal(request);
                case "skip" -> skip(request);
                case String _ -> trace(request);
            };
        } catch (Mistake mistake) {
            return mistake.answer();
        }
    }

    private Map<String, Object> parked(Request request) {
        var process = request.textOrNull("process");
        var unreadable = new ArrayList<String>();
        try (var all =
                process == null
                        ? parked.all(row -> unreadable.add(row.toString()))
                        : parked.of(
                                process(request).name(), row -> unreadable.add(row.toString()))) {
            var listed = all.limit(MOST_LISTED + 1).toList();
            var shown = listed.subList(0, Math.min(MOST_LISTED, listed.size()));
            return Map.of(
                    "parked",
                    shown.stream()
                            .map(one -> json(one.process(), one.key(), one.parked()))
                            .toList(),
                    "more",
                    listed.size() > MOST_LISTED,
                    "unreadable",
                    unreadable,
                    "failedInputs",
                    queues.stream()
                            .filter(one -> process == null || one.process().equals(process))
                            .map(Queues::json)
                            .toList());
        }
    }

    private Map<String, Object> redrive(Request request) {
        var process = process(request);
        var instance = request.text("instance");
        if (process.parked(instance).isEmpty()) return Map.of("outcome", "NOT_PARKED");
        process.redrive(instance);
        return outcome(process, instance);
    }

    private Map<String, Object> redriveInputs(Request request, Context context) {
        var process = process(request).name();
        var sweep = new Sweep(platform, context, SweepFunction.MOST_CALLS);
        var complete = true;
        for (var queue : queues) {
            if (!queue.process().equals(process)) continue;
            var tried = queue.givenUp().tryAll(sweep::isOutOfTime);
            sweep.count("taken", tried.taken());
            sweep.count("failed", tried.failed());
            complete &= tried.complete();
        }
        return Map.of(
                "taken", sweep.counted("taken"),
                "failed", sweep.counted("failed"),
                "complete", complete);
    }

    private Map<String, Object> fromJournal(Request request) {
        var process = process(request);
        var entity = new EntityRef(type(request, process), request.text("entity"));
        var commits = commits(entity);
        if (commits == 0) throw unknown(entity);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("commits", commits);
        process.fromJournal(entity).stream()
                .findFirst()
                .ifPresent(one -> answer.put("parked", json(process.name(), entity.id(), one)));
        return answer;
    }

    private int commits(EntityRef entity) {
        var type = processes.service().type(entity.type());
        return platform.journal(type).read(entity.id(), 0).size();
    }

    private static String type(Request request, ProcessControl process) {
        var type = request.textOrNull("type");
        if (type == null && process.hears().size() == 1) return process.hears().iterator().next();
        if (type != null && process.hears().contains(type)) return type;
        throw new Mistake(
                "type is %s: %s hears %s"
                        .formatted(Request.shown(type), process.name(), process.hears()));
    }

    private Map<String, Object> skip(Request request) {
        var process = process(request);
        var instance = request.text("instance");
        var what = request.text("what");
        var reason = request.text("reason");
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

    private Map<String, Object> trace(Request request) {
        var types = processes.service().entities();
        var type = request.textOrNull("type");
        if (type == null) type = types.keySet().iterator().next();
        if (!types.containsKey(type)) {
            throw new Mistake("type is %s: there are %s".formatted(type, types.keySet()));
        }
        var entity = new EntityRef(type, request.text("entity"));
        var failedInputs =
                queues.stream()
                        .mapToInt(one -> one.triedAgain().size() + one.givenUp().size())
                        .sum();
        var trace = new EntityTrace(platform, processes, parked).of(entity, failedInputs);
        if (trace == null) throw unknown(entity);
        return Json.MAPPER.convertValue(trace, JSON);
    }

    private static Mistake unknown(EntityRef entity) {
        return new Mistake("no %s has the id %s".formatted(entity.type(), entity.id()));
    }

    private static Map<String, Object> outcome(ProcessControl process, String instance) {
        return process.parked(instance)
                .<Map<String, Object>>map(one ->
                        Map.of(
                                "outcome",
                                "STILL_PARKED",
                                "parked",
                                json(process.name(), instance, one)))
                .orElse(Map.of("outcome", "DONE"));
    }

    private ProcessControl process(Request request) {
        var name = request.text("process");
        var process = processes.named(name);
        if (process != null) return process;
        throw new Mistake(
                "no process is called %s: there are %s"
                        .formatted(name, String.join(", ", processes.names())));
    }

    private static Map<String, Object> json(String process, String instance, Parked parked) {
        var json = new LinkedHashMap<String, Object>();
        json.put("process", process);
        json.put("instance", instance);
        json.put("what", parked.what());
        json.put("error", parked.error());
        json.put("attempts", parked.attempts());
        json.put("since", parked.since().toString());
        if (parked.next() != null) json.put("next", parked.next().toString());
        return json;
    }
}
