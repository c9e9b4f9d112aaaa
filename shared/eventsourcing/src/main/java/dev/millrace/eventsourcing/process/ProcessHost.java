package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.RetryPolicy.Tries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs the instances of a stateful process: handles their inputs, keeps their states, and sends
/// the effects they owe.
///
/// Everything an input changes is written in one write before any effect leaves. Whoever loads an
/// instance that owes effects sends those first, in order, with the ids they were owed under. So
/// after a crash at any instruction the work goes on from whoever comes first: the input delivered
/// again, another input, or the sweep.
///
/// An [Outage] is thrown, and parks nothing. Anything else that fails again and again is a defect:
/// it parks its instance.
public final class ProcessHost<S, I> implements ProcessControl {
    private final StatefulProcess<S, I> process;
    private final Map<String, SourceReader<?, I>> sources;
    private final Instances<S, I> instances;
    private final @Nullable String homeType;
    private final InputHandling<S, I> inputs;
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
        this.outbox = new Outbox<>(process, instances, this::update, ports);
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
    public Set<String> hears() {
        return sources.keySet();
    }

    /// An instance that cannot be read or written keeps no other one from handling a commit.
    @Override
    public void handle(EntityRef entity, List<? extends Commit<?>> commits) {
        for (var commit : commits) {
            try (var step = ports.listener().begin(name(), entity, commit)) {
                handle(source(entity), commit);
                step.done();
            }
        }
    }

    @SuppressWarnings("unchecked") // by its entity's type, its events are those of the source
    private <E> void handle(SourceReader<E, I> source, Commit<?> any) {
        var commit = (Commit<E>) any;
        var failures = new Failures();
        for (var key : source.keys(commit)) failures.of(() -> handle(key, source, commit));
        failures.throwFirst();
    }

    private <E> void handle(String key, SourceReader<E, I> source, Commit<E> commit) {
        var written =
                write(
                        instances.load(key),
                        update -> inputs.handle(update, source, commit),
                        update -> source.passOver(update, commit));
        outbox.sendNew(written);
    }

    /// Handles an input that no journal holds. Once this returns the input is kept, even if it
    /// cannot be handled yet.
    ///
    /// An input that starts an instance with a home is written before the home's journal is read. A
    /// commit that is appended after the reading then finds an instance. Otherwise the commit would
    /// be lost.
    ///
    /// @throws Outage if it is not known to be kept, or something owed could not leave
    public void receive(String key, Waiting<I> input) {
        Instance<S, I> kept;
        try {
            kept =
                    write(
                            instances.load(key),
                            update -> inputs.handle(update, input),
                            update -> keep(update, input));
        } catch (Outage outage) {
            // What the instance owed before this input cannot leave. The input is kept, which makes
            // the instance due: the sweep handles it, and reports the outage if it lasts.
            change(key, update -> keep(update, input));
            return;
        }
        if (!kept.waiting().isEmpty() && kept.parked() == null) {
            kept = write(kept, inputs::handleWhatIsLeft, _ -> {});
        }
        outbox.sendNew(kept);
    }

    private void keep(InstanceUpdate<S, I> update, Waiting<I> input) {
        update.keep(input);
        if (update.changesAnything()) instances.requireRoom(update.after());
    }

    /// Does what is due of an instance: sends what it owes, tries what is parked, and handles what
    /// waits and its due timers.
    @Override
    public void sweep(String key) {
        var now = instances.now();
        var instance = instances.load(key);
        for (var conflicts = instances.conflicts(key); ; ) {
            var due = instance.due(now.minus(Instance.SWEPT_AFTER));
            if (due == null || due.isAfter(now)) return;
            instance = outbox.empty(instance, true);
            if (!instance.owed().isEmpty()) return;
            var update = update(instance, inputs::handleAllThatIsDue);
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

    private InstanceUpdate<S, I> update(Instance<S, I> instance) {
        return new InstanceUpdate<>(process, instance, about(instance.key()), instances.now());
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
                : eraser.taskWith(update(instances.load(key)), source(entity), commits);
    }

    @Override
    public @Nullable String rewind(String key, boolean isTrial) {
        return rewind.rewind(key, about(key), isTrial);
    }

    /// Handles every commit, whatever fails: one that cannot be read, or whose instance cannot, is
    /// not the one that the operator means.
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
                "%s hears no %s, but %s".formatted(name(), entity.type(), sources.keySet()));
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
    /// What the last one owes is still to be sent.
    private Instance<S, I> write(
            Instance<S, I> loaded,
            Consumer<InstanceUpdate<S, I>> work,
            Consumer<InstanceUpdate<S, I>> whereParked) {
        var instance = loaded;
        for (var conflicts = instances.conflicts(loaded.key()); ; ) {
            instance = outbox.empty(instance, false);
            var update = instance.parked() != null ? update(instance) : update(instance, work);
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
                    var update = update(instance);
                    change.accept(update);
                    return update.changesAnything() ? update.after() : instance;
                });
    }

    /// What the work changes. If it fails after every try, the update parks what failed, or drops
    /// it if that is the policy of the process.
    private InstanceUpdate<S, I> update(
            Instance<S, I> instance, Consumer<InstanceUpdate<S, I>> work) {
        var dropped = new ArrayList<Skipped>();
        for (var tries = new Tries(ports.backoff()); ; ) {
            var update = update(instance);
            dropped.forEach(update::skip);
            try {
                work.accept(update);
                return update;
            } catch (RuntimeException | StackOverflowError defect) {
                if (!tries.areOver(defect)) continue;
                instances.failed(instance.key(), update.at(), defect);
                if (process.onDefect() == OnDefect.PARK || update.skips(update.at())) {
                    return parked(instance, update, defect);
                }
                var error = RetryPolicy.error(defect);
                dropped.add(new Skipped(update.at(), error, instances.now()));
            }
        }
    }

    private InstanceUpdate<S, I> parked(
            Instance<S, I> instance, InstanceUpdate<S, I> failed, Throwable defect) {
        var parked = update(instance);
        parked.park(
                RetryPolicy.park(
                        instance.parked(), failed.at(), failed.of(), defect, instances.now()));
        return parked;
    }
}
