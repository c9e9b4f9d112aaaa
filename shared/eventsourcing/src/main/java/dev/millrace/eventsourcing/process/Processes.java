package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Lazy;
import dev.millrace.eventsourcing.process.Service.Stateful;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The processes and views of a service on its ports. Each is created when it is first needed.
///
/// The stream of the service's journals is one of them, named `<service>-stream`. A commit is
/// parked under it if it cannot be read, or if it cannot be given to every process: an instance
/// cannot be read or written. The other processes handle it.
public final class Processes {
    private final Service service;
    private final Ports ports;
    private final Map<String, Lazy<? extends ProcessControl>> byName = new LinkedHashMap<>();
    private final List<Lazy<? extends ProcessControl>> processes = new ArrayList<>();
    private final List<Lazy<? extends ViewHost<?, ?>>> views = new ArrayList<>();
    private final List<BusReceiver<?>> receivers = new ArrayList<>();
    private final Lazy<CommitHost> stream;

    /// @throws IllegalArgumentException if two processes or views have one name
    public Processes(Service service, Ports ports) {
        this.service = service;
        this.ports = ports;
        for (var process : service.stateless()) {
            processes.add(
                    register(
                            process.name(),
                            () -> CommitHost.of(process, service.entities(), ports)));
        }
        service.stateful().forEach(this::add);
        this.stream = register(service.name() + "-stream", this::makeStream);
        for (var view : service.views()) {
            views.add(register(view.name(), () -> new ViewHost<>(view, ports)));
        }
    }

    private <S, I> void add(Stateful<S, I> declared) {
        var process = declared.process();
        var host =
                register(
                        process.type().name(),
                        () -> new ProcessHost<>(process, declared.sources(), ports));
        processes.add(host);
        for (var input : declared.inputs()) receivers.add(new BusReceiver<>(input, host, ports));
    }

    private CommitHost makeStream() {
        return new CommitHost(
                service.name() + "-stream", service.entities(), OnDefect.PARK, ports, this::offer);
    }

    private <H extends ProcessControl> Lazy<H> register(String name, Supplier<H> make) {
        var host = new Lazy<>(make);
        if (byName.put(name, host) != null) {
            throw new IllegalArgumentException(
                    "%s has two processes or views named %s".formatted(service.name(), name));
        }
        return host;
    }

    /// Offers a commit to every process. An outage of one process does not keep the others from
    /// handling it. The commit is then delivered again, to all of them.
    private void offer(EntityRef entity, Commit<?> commit) {
        var failures = new Failures();
        try {
            learn(service.type(entity.type()), commit);
        } catch (RuntimeException | StackOverflowError failed) {
            failures.add(failed);
        }
        var subscribed =
                processes.stream()
                        .<ProcessControl>map(Lazy::get)
                        .filter(process -> process.sourceTypes().contains(entity.type()))
                        .toList();
        var loaded = new Lazy<>(() -> load(subscribed, entity, commit));
        for (var process : subscribed) {
            try {
                if (process instanceof ProcessHost<?, ?> host) host.handle(entity, commit, loaded);
                else process.handle(entity, List.of(commit));
            } catch (RuntimeException | StackOverflowError failed) {
                failures.add(failed);
            }
        }
        failures.throwFirst();
    }

    /// Reads the instances of all processes that the commit concerns.
    private LoadedInstances load(
            List<ProcessControl> subscribed, EntityRef entity, Commit<?> commit) {
        var keys = new ArrayList<LoadedInstances.Key>();
        for (var process : subscribed) {
            if (process instanceof ProcessHost<?, ?> host) {
                host.toLoad(entity, commit).forEach(keys::add);
            }
        }
        return ports.load(keys);
    }

    /// Learns every commit, so that a command that follows from it needs no read of the journal.
    @SuppressWarnings("unchecked") // by its entity's type, its events are those of the type
    private <E> void learn(EntityType<?, ?, E, ?> type, Commit<?> commit) {
        ports.learn(type, (Commit<E>) commit);
    }

    /// All processes, as one reader of the journals' streams. This creates them.
    public StreamReader stream() {
        processes.forEach(Lazy::get);
        return stream.get();
    }

    /// All views, as one reader of the journals' streams. This creates them.
    public StreamReader viewStream() {
        return new ViewStream(views());
    }

    /// All processes and views that subscribe to a type, and the stream.
    public List<ProcessControl> withSource(String type) {
        return byName.values().stream()
                .<ProcessControl>map(Lazy::get)
                .filter(process -> process.sourceTypes().contains(type))
                .toList();
    }

    public List<? extends ViewHost<?, ?>> views() {
        return views.stream().map(Lazy::get).toList();
    }

    /// The receivers of a source of the bus.
    public List<BusReceiver<?>> receivers(String source) {
        return receivers.stream().filter(one -> one.input().source().equals(source)).toList();
    }

    /// The sources of the bus that a process subscribes to.
    public Set<String> busSources() {
        return receivers.stream()
                .map(one -> one.input().source())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// The process, view or stream of a name; null if there is none.
    public @Nullable ProcessControl named(String name) {
        var host = byName.get(name);
        return host == null ? null : host.get();
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public Service service() {
        return service;
    }
}
