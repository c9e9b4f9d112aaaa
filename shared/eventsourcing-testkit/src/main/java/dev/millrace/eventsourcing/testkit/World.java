package dev.millrace.eventsourcing.testkit;

import static java.util.stream.Collectors.joining;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.process.StreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A whole service in memory: its entities, processes, views, timers and messages, with a clock
/// that stands still but for [#pass].
///
/// ```java
/// var world = World.of(service);
/// world.send(PARCEL, "p1", new RegisterParcel("ada"));
/// world.deliver();
/// world.pass(Duration.ofDays(2));
/// assertThat(world.published()).containsExactly(new Reminder("p1"));
/// ```
///
/// A client's command is decided at once. Everything that follows from it waits for [#deliver] or
/// [#pass]. What is parked fails the test there, with its defect as the cause, unless the test says
/// [#allowingParked]. Objects are kept as they are, and not written as JSON.
public final class World {
    /// By then a sweep has found what a function owed when it died.
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    private static final int MOST_ROUNDS = 1_000;

    private final Service service;
    private final VirtualClock clock;
    private final InMemoryPorts ports;
    private final Faults faults;
    private final Map<String, Long> delivered = new HashMap<>();
    private InMemoryPorts function;
    private Processes processes;
    private int sent;
    private boolean hasCrashed;
    private boolean allowsParked;

    private World(Service service, Instant now, Faults faults) {
        this.service = service;
        this.clock = new VirtualClock(now);
        this.ports = new InMemoryPorts(clock);
        this.faults = faults;
        this.function = ports.with(faults);
        this.processes = new Processes(service, function);
    }

    /// In which nothing has happened yet.
    public static World of(Service service) {
        return of(service, Commits.BEGINNING);
    }

    /// @param now what its clock says, until time passes
    public static World of(Service service, Instant now) {
        return new World(service, now, new Faults());
    }

    /// For a test of a defect: [#deliver], [#pass] and [#receive] go on although something is
    /// parked. It is tried again as time passes, and [#parked] tells what still is.
    ///
    /// @return this world
    public World allowingParked() {
        allowsParked = true;
        return this;
    }

    /// Plays a story in a new world without a crash, and then for each call of a port that it
    /// makes, once with a crash before the call and once with a crash after it. A new function
    /// takes the place of the one that has crashed. The batch that it was at is delivered again; a
    /// client or the bus repeats what was not answered; a sweep finds what was owed.
    ///
    /// Not played: two crashes in one story, two functions at once, a record that is delivered
    /// twice without a crash, and a port that does not answer.
    ///
    /// @param service a new one for each world, with the ports of its own that it needs
    /// @param story what happens, and what must be true at its end wherever the crash was
    /// @return how many crashes there were
    public static int crashAtEveryCall(Supplier<Service> service, Consumer<World> story) {
        new World(service.get(), Commits.BEGINNING, new Faults()).playWithoutCrash(story);
        var crashes = 0;
        for (var call = 1; ; call++) {
            var before = new Faults().crashBefore(call);
            if (!new World(service.get(), Commits.BEGINNING, before).play(story, "before")) {
                return crashes;
            }
            var after = new Faults().crashAfter(call);
            new World(service.get(), Commits.BEGINNING, after).play(story, "after");
            crashes += 2;
        }
    }

    private void playWithoutCrash(Consumer<World> story) {
        try {
            story.accept(this);
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("without a crash: " + failed.getMessage(), failed);
        }
    }

    /// @return whether it crashed
    private boolean play(Consumer<World> story, String when) {
        try {
            story.accept(this);
            return hasCrashed;
        } catch (AssertionError | RuntimeException failed) {
            if (!hasCrashed) throw failed;
            var calls = faults.calls();
            throw new AssertionError(
                    "with a crash %s call %s, %s: %s"
                            .formatted(when, calls.size(), calls.getLast(), failed.getMessage()),
                    failed);
        }
    }

    public Instant now() {
        return clock.instant();
    }

    /// A client sends a command. Each has an id of its own, under which it is repeated after a
    /// crash.
    public <S, C, E, R> Outcome<S, R> send(EntityType<S, C, E, R> to, String entityId, C command) {
        sent++;
        var trace = new Trace("command " + sent, "client", "request " + sent, null);
        return surviving(() -> function.entities(to).send(entityId, command, trace));
    }

    /// The bus brings an event, which was sent now.
    ///
    /// @throws IllegalArgumentException if no process hears it, or by the reader of the process if
    ///   a field is missing or wrong
    /// @throws AssertionError if something is parked
    public void receive(String source, String detailType, Map<String, Object> detail) {
        sent++;
        var id = "event " + sent;
        var at = now();
        surviving(() -> {
            var receivers =
                    processes.receivers(source).stream()
                            .filter(one -> one.input().detailType().equals(detailType))
                            .toList();
            if (receivers.isEmpty()) {
                throw new IllegalArgumentException(
                        "no process hears %s of the source %s".formatted(detailType, source));
            }
            receivers.forEach(receiver -> receiver.receive(id, at, detail));
            return id;
        });
        failIfParked();
    }

    /// Delivers what was committed and does what is due, until nothing is left to do at this time.
    ///
    /// @throws AssertionError if something is parked
    /// @throws IllegalStateException if the work has no end
    public void deliver() {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var isAtRest = surviving(this::deliverOnce);
            failIfParked();
            if (isAtRest) return;
        }
        throw new IllegalStateException("still at work after %s rounds".formatted(MOST_ROUNDS));
    }

    /// Time passes. Timers fire one after the other, each at its instant.
    ///
    /// @throws AssertionError if something is parked
    public void pass(Duration time) {
        var until = now().plus(time);
        deliver();
        for (var next = nextDue(); next != null && !next.isAfter(until); next = nextDue()) {
            if (next.isAfter(now())) clock.advance(Duration.between(now(), next));
            deliver();
        }
        if (until.isAfter(now())) clock.advance(Duration.between(now(), until));
    }

    /// All events of an entity, in order.
    public <E> List<E> events(EntityType<?, ?, E, ?> type, String entityId) {
        return ports.commits(type).read(entityId, 0).stream()
                .flatMap(commit -> commit.events().stream())
                .toList();
    }

    /// The state of an entity after all its events.
    public <S, E> S state(EntityType<S, ?, E, ?> type, String entityId) {
        return type.state(ports.<S, E>commits(type).read(entityId, 0));
    }

    /// An instance of a process, with its state, timers and effects owed.
    public <S, I> Instance<S, I> instance(ProcessType<S, I> type, String key) {
        return ports.kept(type).load(key);
    }

    /// A row of a view; absent if there is none.
    ///
    /// @param key the entity's id, or `<entity id>/<name>` where an entity has several rows
    public <V> @Nullable V row(ViewType<V, ?> view, String key) {
        return ports.rows(view).load(key) instanceof Row<V> row ? row.value() : null;
    }

    /// What was published, in order. After a crash a message may be there twice, under one id.
    public List<Message> published() {
        return ports.published().messages();
    }

    /// What cannot go on, a line each: `dispatch p1 at Parcel#p1/3: the error`. It is for tests
    /// that say [#allowingParked].
    public List<String> parked() {
        return allParked().map(ParkedInstance::toString).toList();
    }

    /// @param place its process, its key and what it is parked at
    private record ParkedInstance(String place, String error) {
        static @Nullable ParkedInstance of(String process, Instance<?, ?> instance) {
            var parked = instance.parked();
            if (parked == null) return null;
            var place = RecordedReports.place(process, instance.key(), parked.what());
            return new ParkedInstance(place, parked.error());
        }

        @Override
        public String toString() {
            return "%s: %s".formatted(place, error);
        }
    }

    private Stream<ParkedInstance> allParked() {
        return ports.instances().entrySet().stream()
                .flatMap(store ->
                        store.getValue().all().stream()
                                .map(one -> ParkedInstance.of(store.getKey(), one)))
                .flatMap(Stream::ofNullable);
    }

    private void failIfParked() {
        if (allowsParked) return;
        var all = allParked().toList();
        if (all.isEmpty()) return;
        var lines = all.stream().map(one -> "\n  " + one).collect(joining());
        throw new AssertionError(
                "parked, and the test does not say allowingParked():" + lines,
                ports.reports().defect(all.getFirst().place()));
    }

    private <T> T surviving(Supplier<T> work) {
        try {
            return work.get();
        } catch (Faults.Crash crash) {
            hasCrashed = true;
            function = ports.with(new Faults());
            processes = new Processes(service, function);
            clock.advance(RECOVERY);
            return work.get();
        }
    }

    /// @return whether there was nothing to do
    private boolean deliverOnce() {
        var isAtRest = true;
        for (var type : service.entities().values()) {
            for (var id : ports.commits(type).ids()) {
                var entity = new EntityRef(type.name(), id);
                var commits = ports.commits(type).read(id, 0);
                isAtRest &= !deliver(processes.stream(), entity, commits);
                isAtRest &= !deliver(processes.viewStream(), entity, commits);
            }
        }
        for (var store : ports.instances().entrySet()) {
            var control = Objects.requireNonNull(processes.named(store.getKey()));
            for (var key : store.getValue().due(now())) {
                control.sweep(key);
                isAtRest = false;
            }
        }
        return isAtRest;
    }

    private boolean deliver(
            StreamReader reader, EntityRef entity, List<? extends Commit<?>> commits) {
        var key = reader.name() + " " + entity;
        var after = delivered.getOrDefault(key, 0L);
        var fresh = commits.stream().filter(commit -> commit.seq() > after).toList();
        if (fresh.isEmpty()) return false;
        reader.handle(entity, fresh);
        delivered.put(key, fresh.getLast().seq());
        return true;
    }

    private @Nullable Instant nextDue() {
        return ports.instances().values().stream()
                .flatMap(store -> Stream.ofNullable(store.nextDue()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
