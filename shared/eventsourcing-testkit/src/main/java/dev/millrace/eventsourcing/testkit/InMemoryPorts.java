package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.SentBefore;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.LoadedInstances;
import dev.millrace.eventsourcing.process.Ports;
import dev.millrace.eventsourcing.process.ProcessListener;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.ProcessType;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All ports of a service, in memory. Their calls go through [Faults].
///
/// They deliver nothing by themselves: [World] delivers and sweeps. A test without a [World] passes
/// the commits of [#commits] to [dev.millrace.eventsourcing.process.Processes#stream] and
/// [dev.millrace.eventsourcing.process.Processes#viewStream]. It then sweeps the keys that are due
/// in [#kept], until there are none. Objects are kept as they are, not as JSON.
public class InMemoryPorts implements Ports {
    private static final String PROCESS = "process ";

    private final InstantSource clock;
    private final Faults faults;
    private final Map<String, Object> kept;
    private final Map<String, Entities<?, ?, ?, ?>> entities = new ConcurrentHashMap<>();

    public InMemoryPorts(InstantSource clock) {
        this(clock, new Faults(), new ConcurrentHashMap<>());
    }

    private InMemoryPorts(InstantSource clock, Faults faults, Map<String, Object> kept) {
        this.clock = clock;
        this.faults = faults;
        this.kept = kept;
    }

    /// The same stored data, for another function with its own faults.
    ///
    /// @param other the ports whose data and clock are shared; its faults do not apply
    protected InMemoryPorts(InMemoryPorts other, Faults faults) {
        this(other.clock, faults, other.kept);
    }

    public InMemoryPorts with(Faults other) {
        return new InMemoryPorts(this, other);
    }

    @SuppressWarnings("unchecked") // a name is always of one type
    private <T> T keep(String name, Function<String, T> make) {
        return (T) kept.computeIfAbsent(name, make);
    }

    /// The journal without faults.
    public <S, E> InMemoryJournal<S, E> commits(EntityType<S, ?, E, ?> type) {
        return keep("journal " + type.name(), _ -> new InMemoryJournal<>(type));
    }

    /// The instances without faults.
    public <S, I> InMemoryProcessStore<S, I> kept(ProcessType<S, I> type) {
        return keep(PROCESS + type.name(), _ -> new InMemoryProcessStore<>());
    }

    /// The instances of every process and view that was used so far, by its name.
    Map<String, InMemoryProcessStore<?, ?>> instances() {
        var stores = new TreeMap<String, InMemoryProcessStore<?, ?>>();
        kept.forEach((name, one) -> {
            if (one instanceof InMemoryProcessStore<?, ?> store) {
                stores.put(name.substring(PROCESS.length()), store);
            }
        });
        return stores;
    }

    public RecordingBus published() {
        return keep("bus", _ -> new RecordingBus());
    }

    public RecordedReports reports() {
        return keep("reports", _ -> new RecordedReports());
    }

    @Override
    public <C> Outcome<?, ?> send(Send<C> send, Trace trace, @Nullable SentBefore sentBefore) {
        return entities(send.to()).send(send.entityId(), send.command(), trace, sentBefore);
    }

    @Override
    public <S, C, E, R> void learn(EntityType<S, C, E, R> type, Commit<E> commit) {
        entities(type).learn(commit);
    }

    @SuppressWarnings("unchecked") // entities are kept under the name of their type
    public <S, C, E, R> Entities<S, C, E, R> entities(EntityType<S, C, E, R> type) {
        return (Entities<S, C, E, R>)
                entities.computeIfAbsent(
                        type.name(),
                        _ ->
                                new Entities<>(
                                        type, journal(type), clock, _ -> {}, CommandListener.NONE));
    }

    @Override
    public <S, E> Journal<S, E> journal(EntityType<S, ?, E, ?> type) {
        return new FaultyJournal<>(commits(type), faults);
    }

    @Override
    public <S, I> ProcessStore<S, I> instances(ProcessType<S, I> type) {
        return new FaultyProcessStore<>(kept(type), faults);
    }

    @Override
    public LoadedInstances load(List<LoadedInstances.Key> keys) {
        var loaded = new HashMap<LoadedInstances.Key, Supplier<Instance<?, ?>>>();
        for (var one : keys) loaded.put(one, load(one));
        return new LoadedInstances() {
            @Override
            @SuppressWarnings("unchecked") // an instance is of its process's types
            public <S, I> Instance<S, I> load(ProcessType<S, I> process, String key) {
                var one = loaded.get(new LoadedInstances.Key(process, key));
                return one == null ? instances(process).load(key) : (Instance<S, I>) one.get();
            }
        };
    }

    /// Reads an instance now. The supplier returns it, or throws if it is unreadable.
    private Supplier<Instance<?, ?>> load(LoadedInstances.Key one) {
        try {
            var instance = instances(one.process()).load(one.key());
            return () -> instance;
        } catch (IllegalArgumentException unreadable) {
            return () -> {
                throw unreadable;
            };
        }
    }

    @Override
    public <V> ViewStore<V> rows(ViewType<V, ?> view) {
        return new FaultyViewStore<>(
                keep("view " + view.name(), _ -> new InMemoryViewStore<V>()), faults);
    }

    @Override
    public Bus bus() {
        return new FaultyBus(published(), faults);
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Backoff backoff() {
        return _ -> {};
    }

    @Override
    public ProcessListener listener() {
        return reports();
    }
}
