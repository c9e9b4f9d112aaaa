package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Lazy;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.SentBefore;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbProcessStore;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.InstanceBatch;
import dev.millrace.eventsourcing.dynamodb.OnceMarks;
import dev.millrace.eventsourcing.process.LoadedInstances;
import dev.millrace.eventsourcing.process.Ports;
import dev.millrace.eventsourcing.process.ProcessListener;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.ProcessType;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives a function its environment, runtime, AWS clients and log, and the ports of its service.
/// Environment variables name the resources by convention. The entities `Parcel` have
/// `PARCEL_EVENTS_TABLE`, the view `parcel-view` has `PARCEL_VIEW_TABLE`, and all processes share
/// `PROCESSES_TABLE`. `BUS` is the bus, and `BUS_SOURCE` the name of the service on it.
public final class Platform implements Ports {
    private static final Metric RETRIES = Metric.count("Retries");

    private final Environment environment;
    private final Runtime runtime;
    private final Clients clients;
    private final Log log;
    private final ProcessListener listener;
    private final Map<String, Entities<?, ?, ?, ?>> entities = new ConcurrentHashMap<>();
    private final Lazy<Bus> bus = new Lazy<>(this::eventBridge);

    public Platform(Environment environment, Runtime runtime, Clients clients) {
        this(environment, runtime, clients, _ -> {});
    }

    private Platform(
            Environment environment,
            Runtime runtime,
            Clients clients,
            Consumer<Message> published) {
        this.environment = environment;
        this.runtime = runtime;
        this.clients = clients;
        this.log = new Log(environment, runtime);
        this.listener = new LoggedProcesses(log, published);
    }

    /// The platform of a function on AWS or in the local cloud.
    ///
    /// @param variables the function's environment variables
    public static Platform of(Map<String, String> variables) {
        var environment = new Environment(variables);
        return new Platform(environment, Runtime.system(), new AwsClients(environment));
    }

    /// The same platform, which also passes every message to a listener after the bus accepted it.
    public Platform onPublished(Consumer<Message> published) {
        return new Platform(environment, runtime, clients, published);
    }

    public Environment environment() {
        return environment;
    }

    public Runtime runtime() {
        return runtime;
    }

    public Clients clients() {
        return clients;
    }

    public Log log() {
        return log;
    }

    /// A backoff that logs every pause.
    ///
    /// @param what names what is tried again: `journal`, `bus`
    public Backoff backoff(String what) {
        var backoff = runtime.backoff();
        return retry -> {
            log.info("a retry", Map.of("what", what, "retry", retry), RETRIES.of(1));
            backoff.pause(retry);
        };
    }

    /// The name of a table or queue.
    ///
    /// @param name what it is for: `Parcel`, `parcel-view`, `failed-com.acme.orders`
    public String resource(String name, String suffix) {
        var words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").replaceAll("[^A-Za-z0-9]", "_");
        return environment.required(words.toUpperCase(Locale.ROOT) + suffix);
    }

    /// The name of a view's table.
    public String table(ViewType<?, ?> view) {
        return resource(view.name(), "_TABLE");
    }

    @Override
    public <S, E> DynamoDbJournal<S, E> journal(EntityType<S, ?, E, ?> type) {
        return new DynamoDbJournal<>(clients.dynamoDb(), events(type), type);
    }

    /// The name of the table of an entity type's journal.
    public String events(EntityType<?, ?, ?, ?> type) {
        return resource(type.name(), "_EVENTS_TABLE");
    }

    @SuppressWarnings("unchecked") // entities are kept under the name of their type
    public <S, C, E, R> Entities<S, C, E, R> entities(EntityType<S, C, E, R> type) {
        return (Entities<S, C, E, R>) entities.computeIfAbsent(type.name(), _ -> make(type));
    }

    private <S, C, E, R> Entities<S, C, E, R> make(EntityType<S, C, E, R> type) {
        return new Entities<>(
                type, journal(type), clock(), backoff("journal"), new LoggedCommands(log));
    }

    @Override
    public <C> Outcome<?, ?> send(Send<C> send, Trace trace, @Nullable SentBefore sentBefore) {
        return entities(send.to()).send(send.entityId(), send.command(), trace, sentBefore);
    }

    @Override
    public <S, C, E, R> void learn(EntityType<S, C, E, R> type, Commit<E> commit) {
        entities(type).learn(commit);
    }

    @Override
    public <S, I> ProcessStore<S, I> instances(ProcessType<S, I> type) {
        return new DynamoDbProcessStore<>(clients.dynamoDb(), processesTable(), type);
    }

    @Override
    public LoadedInstances load(List<LoadedInstances.Key> keys) {
        return InstanceBatch.load(clients.dynamoDb(), processesTable(), keys);
    }

    /// The name of the table of all processes.
    public String processesTable() {
        return environment.required("PROCESSES_TABLE");
    }

    @Override
    public <V> ViewStore<V> rows(ViewType<V, ?> view) {
        return new DynamoDbViewStore<>(clients.dynamoDb(), table(view), view);
    }

    public <V, E> View<V, E> view(ViewType<V, E> type) {
        return new View<>(type.rows(), rows(type), journal(type.of()));
    }

    /// Marks for work that a function does at most once.
    ///
    /// @param name begins the key of every mark
    public OnceMarks marks(String name) {
        return new OnceMarks(clients.dynamoDb(), processesTable(), name, clock());
    }

    @Override
    public Bus bus() {
        return bus.get();
    }

    private Bus eventBridge() {
        return new EventBridgeBus(
                clients::eventBridge,
                environment.required("BUS"),
                environment.required("BUS_SOURCE"),
                backoff("bus"));
    }

    @Override
    public InstantSource clock() {
        return runtime.clock();
    }

    @Override
    public Backoff backoff() {
        return backoff("processes");
    }

    @Override
    public ProcessListener listener() {
        return listener;
    }
}
