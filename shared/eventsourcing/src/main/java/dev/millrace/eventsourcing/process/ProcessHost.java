package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Runs the instances of a process: takes what they are told, keeps what they make of it, and does
/// what they owe.
///
/// Everything an input changes is written in one write before any effect leaves. Whoever loads an
/// instance that owes effects sends those first, in order, with the ids they were owed under. So
/// after a crash at any instruction the work goes on from whoever comes first: the input delivered
/// again, another input, or the sweep.
///
/// An [Outage] is thrown, and parks nothing. Anything else that fails again and again is a defect:
/// it parks its instance.
public final class ProcessHost<S, I> implements Swept {
    private final StatefulProcess<S, I> process;
    private final Map<String, Source<?, I>> sources;
    private final Instances<S, I> instances;
    private final Intake<S, I> intake;
    private final Outbox<S, I> outbox;
    private final HostContext context;

    public ProcessHost(
            StatefulProcess<S, I> process,
            List<Source<?, I>> sources,
            ProcessStore<S, I> store,
            Deliveries deliveries,
            HostContext context) {
        this.process = process;
        this.sources = sources.stream().collect(Collectors.toMap(Source::type, source -> source));
        this.instances = new Instances<>(process.name(), store, context);
        this.intake = new Intake<>(process, this.sources);
        this.outbox = new Outbox<>(process, instances, deliveries, context);
        this.context = context;
    }

    @Override
    public String name() {
        return process.name();
    }

    /// Takes a commit of an entity of a source. It may be late, doubled or ahead of others.
    public <E> void take(Source<E, I> source, Commit<E> commit) {
        for (var key : source.keys(commit)) {
            var written =
                    write(
                            instances.load(key),
                            turn -> intake.take(turn, source, commit),
                            turn -> source.passOver(turn, commit));
            outbox.empty(written, false);
        }
    }

    /// Takes an input that no journal holds. Once this returns it is kept, even where it cannot be
    /// taken yet.
    ///
    /// An input that starts an instance with a home is written before the home's journal is read. A
    /// commit that is appended after the reading then finds an instance. Otherwise the commit would
    /// be lost.
    ///
    /// @throws Outage where it is not known to be kept, or something owed could not leave
    public void take(String key, Waiting<I> input) {
        Instance<S, I> kept;
        try {
            kept =
                    write(
                            instances.load(key),
                            turn -> intake.take(turn, input),
                            turn -> keep(turn, input));
        } catch (Outage outage) {
            // What the instance owed before this input cannot leave. The input is kept, which makes
            // the instance due: the sweep handles it, and reports the outage if it lasts.
            change(key, turn -> keep(turn, input));
            return;
        }
        if (!kept.waiting().isEmpty() && kept.parked() == null) {
            kept = write(kept, intake::takeWhatIsLeft, _ -> {});
        }
        outbox.empty(kept, false);
    }

    private void keep(Turn<S, I> turn, Waiting<I> input) {
        turn.keep(input);
        if (turn.changesAnything()) instances.requireRoom(turn.after());
    }

    /// Does what is due of an instance: what it owes, what is parked and due again, what waits, and
    /// its due timers.
    @Override
    public void sweep(String key) {
        var now = instances.now();
        var instance = instances.load(key);
        for (var conflicts = 0; conflicts < Instances.MOST_CONFLICTS; ) {
            var due = instance.due(now.minus(Instance.PATIENCE));
            if (due == null || due.isAfter(now)) return;
            instance = outbox.empty(instance, true);
            if (!instance.owed().isEmpty()) return;
            var turn = turn(instance, one -> intake.takeAllThatIsDue(one, now));
            if (!turn.changesAnything()) return;
            if (!instances.save(turn)) {
                context.backoff().pause(++conflicts);
                instance = instances.load(key);
            } else if (turn.leavesRest()) {
                instance = turn.after();
            } else {
                outbox.empty(turn.after(), false);
                return;
            }
        }
        throw instances.conflict(key);
    }

    @Override
    public Optional<Parked> parked(String key) {
        return Optional.ofNullable(instances.load(key).parked());
    }

    @Override
    public List<Parked> fromJournal(String entityId) {
        return sources.values().stream()
                .flatMap(source -> feed(source, entityId).stream())
                .distinct()
                .flatMap(key -> parked(key).stream())
                .toList();
    }

    /// @return the instances that were told
    private <E> Set<String> feed(Source<E, I> source, String entityId) {
        var told = new LinkedHashSet<String>();
        for (var commit : source.journal().read(entityId, 0)) {
            told.addAll(source.keys(commit));
            take(source, commit);
        }
        return told;
    }

    @Override
    public void redrive(String key) {
        var now = instances.now();
        change(key, turn -> turn.retryAt(now));
        sweep(key);
    }

    @Override
    public void skip(String key, String what, String reason) {
        var now = instances.now();
        change(
                key,
                turn -> {
                    var parked = turn.before().parked();
                    if (parked == null || !parked.what().equals(what)) return;
                    turn.skip(new Skipped(what, reason, now));
                    turn.retryAt(now);
                });
        sweep(key);
    }

    /// Sends what is owed already, and writes what the work changes, in as many writes as it takes.
    /// What the last one owes is still to be sent.
    private Instance<S, I> write(
            Instance<S, I> loaded, Consumer<Turn<S, I>> work, Consumer<Turn<S, I>> whereParked) {
        var instance = loaded;
        for (var conflicts = 0; conflicts < Instances.MOST_CONFLICTS; ) {
            instance = outbox.empty(instance, false);
            var turn =
                    instance.parked() != null
                            ? new Turn<>(process, instance)
                            : turn(instance, work);
            if (turn.isParked()) whereParked.accept(turn);
            if (!turn.changesAnything()) return instance;
            if (instances.save(turn)) {
                if (!turn.leavesRest()) return turn.after();
                instance = turn.after();
            } else {
                context.backoff().pause(++conflicts);
                instance = instances.load(loaded.key());
            }
        }
        throw instances.conflict(loaded.key());
    }

    private void change(String key, Consumer<Turn<S, I>> change) {
        instances.change(
                key,
                instance -> {
                    var turn = new Turn<>(process, instance);
                    change.accept(turn);
                    return turn.changesAnything() ? turn.after() : instance;
                });
    }

    /// What the work changes; where it fails as often as is reasonable at once, that it is parked,
    /// or what the rest changes without what failed.
    private Turn<S, I> turn(Instance<S, I> instance, Consumer<Turn<S, I>> work) {
        var dropped = new ArrayList<Skipped>();
        for (var failures = 1; ; failures++) {
            var turn = new Turn<>(process, instance);
            dropped.forEach(turn::skip);
            try {
                work.accept(turn);
                return turn;
            } catch (Outage outage) {
                throw outage;
            } catch (RuntimeException | StackOverflowError defect) {
                if (failures % Patience.TRIES_AT_ONCE != 0) {
                    context.backoff().pause(failures);
                } else if (process.onDefect() == OnDefect.SKIP && !turn.skips(turn.at())) {
                    var error = Patience.error(defect);
                    dropped.add(new Skipped(turn.at(), error, instances.now()));
                } else {
                    return parked(instance, turn, defect);
                }
            }
        }
    }

    private Turn<S, I> parked(Instance<S, I> instance, Turn<S, I> failed, Throwable defect) {
        var parked = new Turn<>(process, instance);
        parked.park(
                Patience.park(
                        instance.parked(), failed.at(), failed.of(), defect, instances.now()));
        return parked;
    }
}
