package dev.millrace.eventsourcing.lambda.host;

import static java.util.Map.entry;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.DueInstances;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances.ParkedInstance;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.FailedInputs.Tried;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.ProcessControl;
import dev.millrace.eventsourcing.process.ProcessHost;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Carries out the requests of `docs/operations-protocol.md`. Everyone who may invoke this function
/// may make every request. The deployed code does the work.
public abstract class OperationsFunction extends OperatorFunction {
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_LOOKED_AT = 100;
    private static final Room PARKED = new Room(4_000_000);
    private static final Room UNREADABLE = new Room(500_000);
    private static final List<String> LOGGED =
            List.of("operation", "process", "instance", "type", "entity", "what", "reason");
    private static final TypeReference<Map<String, Object>> ANSWER = new TypeReference<>() {};

    /// The operations, and the fields that each takes.
    private static final Map<String, List<String>> OPERATIONS =
            Map.ofEntries(
                    entry("due", List.of()),
                    entry("parked", List.of("process")),
                    entry("redrive", List.of("process", "instance")),
                    entry("redrive-inputs", List.of("process")),
                    entry("from-journal", List.of("process", "type", "entity")),
                    entry("skip", List.of("process", "instance", "what", "reason")),
                    entry("trace", List.of("type", "entity")),
                    entry("instances", List.of("type", "entity")),
                    entry("commits", List.of("type", "entity", "order", "after")),
                    entry("erase", List.of("type", "entity")),
                    entry("erasable", List.of("type", "entity")),
                    entry("erased", List.of("after")),
                    entry("entities-of", List.of("client", "after")),
                    entry("restore", List.of("type", "segment", "segments", "after")),
                    entry("ahead", List.of("after")),
                    entry("reconcile", List.of("after")));

    private final Platform platform;
    private final Processes processes;
    private final ParkedInstances parked;
    private final DueInstances due;
    private final InstanceKeys keys;
    private final StoredEntity stored;
    private final EntityErasure erasure;
    private final JournalRestore restore;
    private final Reconciliation reconciliation;
    private final List<Queues> queues = new ArrayList<>();

    /// @param entitiesOfClient finds the entities of a client, to erase them
    protected OperationsFunction(
            Platform platform, Service service, EntitiesOfClient entitiesOfClient) {
        this.platform = platform;
        this.processes = new Processes(service, platform);
        this.erasure = new EntityErasure(platform, processes, entitiesOfClient);
        this.restore = new JournalRestore(platform);
        this.reconciliation = new Reconciliation(platform, processes);
        this.parked = new ParkedInstances(platform.clients().dynamoDb(), platform.processesTable());
        this.due = new DueInstances(platform.clients().dynamoDb(), platform.processesTable());
        this.keys = new InstanceKeys(processes, parked);
        this.stored = new StoredEntity(platform, keys);
        for (var name : processes.busSources()) {
            var source = new BusSource(processes, name);
            queues.add(
                    new Queues(
                            source.process(),
                            FailedInputs.triedAgain(platform, name, source),
                            FailedInputs.givenUp(platform, name, source)));
        }
    }

    /// The failed inputs of one source of the bus.
    private record Queues(String process, FailedInputs triedAgain, FailedInputs givenUp) {}

    private record Inputs(String process, int triedAgain, int givenUp) {}

    private record Listing(
            List<Parked> parked,
            boolean more,
            List<String> unreadable,
            List<Inputs> failedInputs) {}

    /// @param effect the command or message that fails, in words; null if `what` is not an effect
    private record Parked(
            String process,
            String instance,
            String what,
            @Nullable String effect,
            String error,
            int attempts,
            Instant since,
            @Nullable Instant next) {
        static Parked of(
                String process, String instance, Instance.Parked parked, @Nullable String effect) {
            return new Parked(
                    process,
                    instance,
                    parked.what(),
                    effect,
                    parked.error(),
                    parked.attempts(),
                    parked.since(),
                    parked.next());
        }
    }

    private record Result(String outcome, @Nullable Parked parked) {
        static final Result NOT_PARKED = new Result("NOT_PARKED", null);

        static Result of(ProcessControl process, String key) {
            var instance = process.instance(key);
            var parked = instance.parked();
            if (parked == null) return new Result("DONE", null);
            var effect = effect(process, instance, parked.what());
            return new Result("STILL_PARKED", Parked.of(process.name(), key, parked, effect));
        }
    }

    private record Fed(int commits, @Nullable Parked parked) {}

    @Override
    final Map<String, Object> answer(Request request, Context context) {
        platform.log().info("operator request", request.texts(LOGGED));
        return Json.read(Json.tree(carryOut(request, context)), ANSWER);
    }

    private Record carryOut(Request request, Context context) {
        return switch (request.operation(OPERATIONS)) {
            case "due" -> DueList.of(due, processes, platform.clock().instant());
            case "parked" -> parked(request);
            case "redrive" -> redrive(request);
            case "redrive-inputs" -> redriveInputs(request, context);
            case "from-journal" -> fromJournal(request);
            case "skip" -> skip(request);
            case "instances" -> stored.instances(entity(request), type(request));
            case "commits" ->
                    stored.commits(
                            entity(request),
                            type(request),
                            request.textOrNull("order"),
                            request.textOrNull("after"));
            case "erase" -> erasure.erase(entity(request), false, context);
            case "erasable" -> erasure.erase(entity(request), true, context);
            case "erased" -> erasure.erased(request.textOrNull("after"));
            case "entities-of" ->
                    erasure.ofClient(request.text("client"), request.textOrNull("after"));
            case "restore" -> restore.copy(type(request), Segment.of(request), context);
            case "ahead" -> reconciliation.page(request.textOrNull("after"), true, context);
            case "reconcile" -> reconciliation.page(request.textOrNull("after"), false, context);
            case String _ -> trace(request);
        };
    }

    private Listing parked(Request request) {
        var process = request.textOrNull("process") == null ? null : process(request).name();
        var unreadable = new ArrayList<String>();
        try (var all =
                process == null
                        ? parked.all(row -> unreadable.add(row.toString()))
                        : parked.of(process, row -> unreadable.add(row.toString()))) {
            var looked = new AtomicInteger();
            var listed =
                    all.limit(MOST_LISTED + 1)
                            .map(one ->
                                    Parked.of(
                                            one.process(),
                                            one.key(),
                                            one.parked(),
                                            effect(one, looked)))
                            .toList();
            var shown = PARKED.first(listed.stream().limit(MOST_LISTED).toList());
            return new Listing(
                    shown,
                    listed.size() > shown.size(),
                    withRoom(unreadable),
                    queues.stream()
                            .map(one ->
                                    new Inputs(
                                            one.process(),
                                            one.triedAgain().size(),
                                            one.givenUp().size()))
                            .toList());
        }
    }

    /// The effect that an instance is parked at, in words. The index has only the effect's id, so
    /// the instance is read. At most `MOST_LOOKED_AT` instances are read.
    ///
    /// @param looked counts the instances that were read
    private @Nullable String effect(ParkedInstance one, AtomicInteger looked) {
        if (!(processes.named(one.process()) instanceof ProcessHost<?, ?> process)) return null;
        if (one.parked().entity() != null || looked.incrementAndGet() > MOST_LOOKED_AT) return null;
        try {
            return effect(process, process.instance(one.key()), one.parked().what());
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static @Nullable String effect(
            ProcessControl process, Instance<?, ?> instance, String id) {
        return instance.owed().stream()
                .filter(owed -> owed.id().equals(id))
                .findFirst()
                .map(owed -> TraceSentences.inWords(process, owed.effect()))
                .orElse(null);
    }

    private static List<String> withRoom(List<String> unreadable) {
        var first = UNREADABLE.first(unreadable);
        if (first.size() == unreadable.size()) return unreadable;
        var others = "and %s others".formatted(unreadable.size() - first.size());
        return Stream.concat(first.stream(), Stream.of(others)).toList();
    }

    private Result redrive(Request request) {
        var process = process(request);
        var instance = request.text("instance");
        if (process.parked(instance).isEmpty()) return Result.NOT_PARKED;
        process.redrive(instance);
        return Result.of(process, instance);
    }

    private Tried redriveInputs(Request request, Context context) {
        var process = process(request).name();
        var sweep = new Sweep(platform, context, SweepFunction.MOST_CALLS);
        return queues.stream()
                .filter(one -> one.process().equals(process))
                .map(one -> one.givenUp().tryAll(sweep::isOutOfTime))
                .reduce(new Tried(0, 0, true), Tried::plus);
    }

    private Fed fromJournal(Request request) {
        var process = process(request);
        var entity = new EntityRef(type(request, process), request.text("entity"));
        var type = processes.service().type(entity.type());
        var commits = commits(platform.journal(type), entity);
        process.fromJournal(entity);
        var parkedFirst =
                process.keys(entity, commits).stream()
                        .map(key -> Result.of(process, key).parked())
                        .filter(Objects::nonNull)
                        .findFirst();
        return new Fed(commits.size(), parkedFirst.orElse(null));
    }

    /// All commits of an entity. Empty if one of them cannot be read: `fromJournal` then reports
    /// it.
    private static List<? extends Commit<?>> commits(Journal<?, ?> journal, EntityRef entity) {
        try {
            var commits = journal.read(entity.id(), 0);
            if (commits.isEmpty()) throw unknown(entity);
            if (Commit.isErased(commits)) throw new Mistake(entity + " was erased");
            return commits;
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
    }

    private static String type(Request request, ProcessControl process) {
        var type = request.textOrNull("type");
        if (type == null && process.sourceTypes().size() == 1)
            return process.sourceTypes().iterator().next();
        if (type != null && process.sourceTypes().contains(type)) return type;
        throw new Mistake(
                "type is %s: %s subscribes to %s"
                        .formatted(Request.shown(type), process.name(), process.sourceTypes()));
    }

    private Result skip(Request request) {
        var process = process(request);
        var instance = request.text("instance");
        var what = request.text("what");
        var reason = request.text("reason");
        var at = process.parked(instance).map(Instance.Parked::what);
        if (at.isEmpty()) return Result.NOT_PARKED;
        if (!at.get().equals(what)) {
            throw new Mistake(
                    "%s %s is parked at %s, not at %s"
                            .formatted(process.name(), instance, at.get(), what));
        }
        process.skip(instance, what, reason);
        return Result.of(process, instance);
    }

    private EntityRef entity(Request request) {
        return new EntityRef(type(request).name(), request.text("entity"));
    }

    /// The type that a request names, or else the service's first type.
    private EntityType<?, ?, ?, ?> type(Request request) {
        var types = processes.service().entities();
        var name = request.textOrNull("type");
        var type = types.get(name == null ? types.keySet().iterator().next() : name);
        if (type != null) return type;
        throw new Mistake(
                "no entity type is called %s: there are %s"
                        .formatted(Request.shown(name), String.join(", ", types.keySet())));
    }

    private EntityTrace.Answer trace(Request request) {
        var entity = entity(request);
        var failedInputs =
                queues.stream()
                        .mapToInt(one -> one.triedAgain().size() + one.givenUp().size())
                        .sum();
        var trace = new EntityTrace(platform, processes, keys).of(entity, failedInputs);
        if (trace == null) throw unknown(entity);
        return trace;
    }

    private static Mistake unknown(EntityRef entity) {
        return new Mistake("no %s has the id %s".formatted(entity.type(), entity.id()));
    }

    private ProcessControl process(Request request) {
        var name = request.text("process");
        var process = processes.named(name);
        if (process != null) return process;
        throw new Mistake(
                "no process is called %s: there are %s"
                        .formatted(name, String.join(", ", processes.names())));
    }
}
