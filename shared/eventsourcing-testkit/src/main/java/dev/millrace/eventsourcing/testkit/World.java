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

/// A test environment for a whole service in memory: its entities, processes, views, timers and
/// messages. Its clock moves only in [#pass], and by two minutes after a crash.
///
/// ```java
/// var world = World.of(service);
/// world.send(PARCEL, "p1", new RegisterParcel("ada"));
/// world.deliver();
/// world.pass(Duration.ofDays(2));
/// assertThat(world.published()).containsExactly(new Reminder("p1"));
/// ```
///
/// [#send] decides a client's command at once. Everything that follows from the command happens in
/// [#deliver] or [#pass]. They fail the test if anything is parked, with the defect as the cause,
/// unless the test calls [#allowingParked]. Objects are kept as they are, not as JSON.
public final class World {
    /// After this time a sweep finds the effects that a crashed function still owes.
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

    /// A world without commits, whose clock begins at [Commits#BEGINNING].
    public static World of(Service service) {
        return of(service, Commits.BEGINNING);
    }

    /// @param now the time of its clock at the beginning
    public static World of(Service service, Instant now) {
        return new World(service, now, new Faults());
    }

    /// For tests of defects: [#deliver], [#pass] and [#receive] do not fail if something is parked.
    /// Parked work is tried again as time passes. [#parked] lists what is still parked.
    ///
    /// @return this world
    public World allowingParked() {
        allowsParked = true;
        return this;
    }

    /// Plays a story in a new world without a crash. Then it plays the story twice for each call of
    /// a port: once with a crash before the call, and once with a crash after it. After a crash, a
    /// new function continues: the interrupted batch is delivered again, the client or the bus
    /// repeats what was not answered, and a sweep sends the owed effects.
    ///
    /// It does not play two crashes in one story, two functions at once, a record that is delivered
    /// twice without a crash, or a port that does not answer.
    ///
    /// @param service makes a new service for each world, with the ports of its own that it needs
    /// @param story what happens, and the assertions that must hold at its end after any crash
    /// @return the number of crashes
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

    /// Sends a command as a client. Each command has an id of its own, under which it is repeated
    /// after a crash.
    public <S, C, E, R> Outcome<S, R> send(EntityType<S, C, E, R> to, String entityId, C command) {
        sent++;
        var trace = new Trace("command " + sent, "client", "request " + sent, null);
        return surviving(() -> function.entities(to).send(entityId, command, trace));
    }

    /// Delivers an event of the bus, which was sent now.
    ///
    /// @throws IllegalArgumentException if no process subscribes to the event, or if the reader of
    ///   the process finds a missing or wrong field
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
                        "no process subscribes to %s of the source %s"
                                .formatted(detailType, source));
            }
            receivers.forEach(receiver -> receiver.receive(id, at, detail));
            return id;
        });
        failIfParked();
    }

    /// Delivers new commits and sweeps due instances, until nothing is left to do at this time.
    ///
    /// @throws AssertionError if something is parked
    /// @throws IllegalStateException if the work does not end within 1,000 rounds
    public void deliver() {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var isAtRest = surviving(this::deliverOnce);
            failIfParked();
            if (isAtRest) return;
        }
        throw new IllegalStateException("still at work after %s rounds".formatted(MOST_ROUNDS));
    }

    /// Lets time pass. Timers fire in order, each at its instant.
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

    /// A row of a view; null if there is none.
    ///
    /// @param key the entity's id, or `<entity id>/<name>` if an entity has several rows
    public <V> @Nullable V row(ViewType<V, ?> view, String key) {
        return ports.rows(view).load(key) instanceof Row<V> row ? row.value() : null;
    }

    /// The published messages, in order. After a crash a message may appear twice, with the same
    /// id.
    public List<Message> published() {
        return ports.published().messages();
    }

    /// What is parked, one line each: `dispatch p1 at Parcel#p1/3: the error`. It is for tests that
    /// call [#allowingParked].
    public List<String> parked() {
        return allParked().map(ParkedInstance::toString).toList();
    }

    /// @param place the process, the key, and the input or effect at which the instance is parked
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
                "parked, and the test does not call allowingParked():" + lines,
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
