package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs the instances of a stateful process: handles their inputs, stores their states, and sends
/// the effects they owe.
///
/// Everything an input changes is written in one write before any effect leaves. A function that
/// loads an instance with owed effects sends those first, in order, with their original ids. So
/// after a crash at any instruction, the work resumes when the input is delivered again, when
/// another input arrives, or at the next sweep.
///
/// An [Outage] is thrown, and parks nothing. Any other failure that repeats is a defect: it parks
/// its instance.
public final class ProcessHost<S, I> implements ProcessControl {
    private final StatefulProcess<S, I> process;
    private final Map<String, SourceReader<?, I>> sources;
    private final Instances<S, I> instances;
    private final @Nullable String homeType;
    private final InputHandling<S, I> inputs;
    private final InstanceUpdates<S, I> updates;
    private final Outbox<S, I> outbox;
    private final InstanceEraser<S, I> eraser;
    private final InstanceRewind<S, I> rewind;
    private final Ports ports;

    public ProcessHost(StatefulProcess<S, I> process, List<Source<?, I>> sources, Ports ports) {
        this.process = process;
        this.sources =
                sources.stream()
                        .collect(
                                Collectors.toMap(
                                        source -> source.type().name(),
                                        source -> SourceReader.of(source, process, ports)));
        this.instances = new Instances<>(process.type(), ports);
        this.homeType =
                sources.stream()
                        .filter(Source::isHome)
                        .map(source -> source.type().name())
                        .findFirst()
                        .orElse(null);
        this.inputs = new InputHandling<>(process, this.sources);
        this.updates = new InstanceUpdates<>(process, instances, this::about, ports.backoff());
        this.outbox = new Outbox<>(process, instances, updates, ports);
        this.eraser = new InstanceEraser<>(process, instances);
        this.rewind = new InstanceRewind<>(process, instances, this.sources);
        this.ports = ports;
    }

    public ProcessType<S, I> type() {
        return process.type();
    }

    @Override
    public String name() {
        return process.type().name();
    }

    @Override
    public Set<String> sourceTypes() {
        return sources.keySet();
    }

    /// An instance that cannot be read or written does not keep others from handling the commit.
    @Override
    public void handle(EntityRef entity, List<? extends Commit<?>> commits) {
        for (var commit : commits) handleOne(entity, commit, instances::load);
    }

    /// Handles a commit.
    ///
    /// @param loaded the instances, of this process and of others
    void handle(EntityRef entity, Commit<?> commit, Supplier<LoadedInstances> loaded) {
        handleOne(entity, commit, key -> loaded.get().load(type(), key));
    }

    private void handleOne(
            EntityRef entity, Commit<?> commit, Function<String, Instance<S, I>> load) {
        try (var step = ports.listener().begin(name(), entity, commit)) {
            handle(source(entity), commit, load);
            step.done();
        }
    }

    @SuppressWarnings("unchecked") // by its entity's type, its events are those of the source
    private <E> void handle(
            SourceReader<E, I> source, Commit<?> any, Function<String, Instance<S, I>> load) {
        var commit = (Commit<E>) any;
        var failures = new Failures();
        for (var key : source.keys(commit)) {
            failures.of(() -> handle(load.apply(key), source, commit));
        }
        failures.throwFirst();
    }

    private <E> void handle(Instance<S, I> loaded, SourceReader<E, I> source, Commit<E> commit) {
        var written =
                write(
                        loaded,
                        instances.now(),
                        update -> inputs.handle(update, source, commit),
                        update -> source.passOver(update, commit));
        outbox.sendNew(written);
    }

    /// The instances that a commit concerns; none if its routing fails.
    Stream<LoadedInstances.Key> toLoad(EntityRef entity, Commit<?> commit) {
        return routed(source(entity), commit).stream()
                .map(key -> new LoadedInstances.Key(type(), key));
    }

    @SuppressWarnings("unchecked") // by its entity's type, its events are those of the source
    private <E> Set<String> routed(SourceReader<E, I> source, Commit<?> commit) {
        try {
            return source.keys((Commit<E>) commit);
        } catch (RuntimeException | StackOverflowError defect) {
            return Set.of(); // which is reported when the commit is handled
        }
    }

    /// Handles an input that is in no journal. When this returns, the input is stored, even if it
    /// cannot be handled yet.
    ///
    /// If it starts an instance with a home, the home's journal is read before the write and again
    /// after it, and only then do effects leave. A commit that is appended between the first read
    /// and the write finds no instance; without the second read it would be lost.
    ///
    /// @throws Outage if it is unknown whether the input is stored, or if an owed effect could not
    ///   be sent
    public void receive(String key, Waiting<I> input) {
        Instance<S, I> kept;
        var now = instances.now();
        try {
            kept =
                    write(
                            instances.load(key),
                            now,
                            update -> inputs.handle(update, input),
                            update -> keep(update, input));
        } catch (Outage outage) {
            // What the instance owed before this input cannot be sent. The input is stored, so the
            // instance is due: the sweep handles it, and reports the outage if it lasts.
            change(key, update -> keep(update, input));
            return;
        }
        outbox.sendNew(kept.parked() == null && kept.hasRest() ? verified(kept) : kept);
    }

    /// A newly started instance, after the second read of its home's journal. If the journal has
    /// nothing new, the next write records that: the one that removes the owed effects.
    private Instance<S, I> verified(Instance<S, I> started) {
        var update = updates.of(started, instances.now(), inputs::handleWhatIsLeft);
        if (update.onlyCatchesUp() && !started.owed().isEmpty()) return update.unwritten();
        if (instances.save(update) && !update.leavesRest()) return update.after();
        return write(
                instances.load(started.key()), instances.now(), inputs::handleWhatIsLeft, _ -> {});
    }

    private void keep(InstanceUpdate<S, I> update, Waiting<I> input) {
        update.keep(input);
        if (update.changesAnything()) instances.requireRoom(update.after());
    }

    /// Handles what is due of an instance: sends what it owes, tries what is parked, and handles
    /// the waiting inputs and due timers.
    @Override
    public void sweep(String key) {
        var now = instances.now();
        var instance = instances.load(key);
        for (var conflicts = instances.conflicts(key); ; ) {
            var due = instance.due(now.minus(Instance.SWEPT_AFTER));
            if (due == null || due.isAfter(now)) return;
            instance = outbox.empty(instance, true);
            if (!instance.owed().isEmpty()) return;
            var update = updates.of(instance, instances.now(), inputs::handleAllThatIsDue);
            if (!update.changesAnything()) return;
            if (!instances.save(update)) {
                conflicts.lost();
                instance = instances.load(key);
            } else if (update.leavesRest()) {
                instance = update.after();
            } else {
                outbox.sendNew(update.after());
                return;
            }
        }
    }

    /// The entity that an instance is about: its home, or the instance itself.
    String entity(String key) {
        var home = about(key);
        return home == null ? name() + "#" + key : home.toString();
    }

    @Override
    public @Nullable EntityRef about(String key) {
        return homeType == null ? null : new EntityRef(homeType, key);
    }

    @Override
    public Instance<S, I> instance(String key) {
        return instances.load(key);
    }

    @Override
    public Set<String> keys(EntityRef entity, List<? extends Commit<?>> commits) {
        return sources.containsKey(entity.type()) ? source(entity).keys(entity, commits) : Set.of();
    }

    @Override
    public @Nullable String erase(
            String key, EntityRef entity, List<? extends Commit<?>> commits, boolean isTrial) {
        return entity.equals(about(key))
                ? eraser.eraseHome(key, entity, commits, isTrial)
                : eraser.taskWith(updates.of(instances.load(key)), source(entity), commits);
    }

    @Override
    public @Nullable String rewind(String key, boolean isTrial) {
        return rewind.rewind(key, about(key), isTrial);
    }

    /// Handles every commit, even if others fail: the operator may mean any of them.
    @Override
    public void fromJournal(EntityRef entity) {
        var failures = new Failures();
        JournalFeed.each(
                source(entity).journal(),
                entity.id(),
                failures,
                commit -> handle(entity, List.of(commit)));
        failures.throwFirst();
    }

    private SourceReader<?, I> source(EntityRef entity) {
        var source = sources.get(entity.type());
        if (source != null) return source;
        throw new IllegalArgumentException(
                "%s does not subscribe to %s, only to %s"
                        .formatted(name(), entity.type(), sources.keySet()));
    }

    @Override
    public void redrive(String key) {
        instances.retryNow(key);
        sweep(key);
    }

    @Override
    public void skip(String key, String what, String reason) {
        var now = instances.now();
        change(
                key,
                update -> {
                    var parked = update.before().parked();
                    if (parked == null || !parked.what().equals(what)) return;
                    update.skip(new Skipped(what, reason, now));
                    update.park(parked.retriedAt(now));
                });
        sweep(key);
    }

    /// Sends what is owed already, and writes what the work changes, in as many writes as it takes.
    /// The effects of the last write are not sent yet.
    ///
    /// @param now the time of the first write. Two writes of the same instant make the instance due
    ///   at the same time, so the second does not move its key in the index, which would cost two
    ///   write units
    private Instance<S, I> write(
            Instance<S, I> loaded,
            Instant now,
            Consumer<InstanceUpdate<S, I>> work,
            Consumer<InstanceUpdate<S, I>> whereParked) {
        var instance = loaded;
        var at = now;
        for (var conflicts = instances.conflicts(loaded.key()); ; at = instances.now()) {
            instance = outbox.empty(instance, false);
            var update =
                    instance.parked() != null
                            ? updates.of(instance, at)
                            : updates.of(instance, at, work);
            if (update.isParked()) whereParked.accept(update);
            if (!update.changesAnything()) return instance;
            if (instances.save(update)) {
                if (!update.leavesRest()) return update.after();
                instance = update.after();
            } else {
                conflicts.lost();
                instance = instances.load(loaded.key());
            }
        }
    }

    private void change(String key, Consumer<InstanceUpdate<S, I>> change) {
        instances.change(
                key,
                instance -> {
                    var update = updates.of(instance);
                    change.accept(update);
                    return update.changesAnything() ? update.after() : instance;
                });
    }
}
