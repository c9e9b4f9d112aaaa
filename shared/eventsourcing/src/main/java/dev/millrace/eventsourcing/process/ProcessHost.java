package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final int MOST_CONFLICTS = 10;

    private final StatefulProcess<S, I> process;
    private final Map<String, Source<?, I>> sources;
    private final ProcessStore<S, I> store;
    private final Outbox<S, I> outbox;
    private final InstantSource clock;
    private final Backoff backoff;

    public ProcessHost(
            StatefulProcess<S, I> process,
            List<Source<?, I>> sources,
            ProcessStore<S, I> store,
            Deliveries deliveries,
            InstantSource clock,
            Backoff backoff) {
        this.process = process;
        this.sources = sources.stream().collect(Collectors.toMap(Source::type, source -> source));
        this.store = store;
        this.outbox = new Outbox<>(process, store, deliveries, clock, backoff);
        this.clock = clock;
        this.backoff = backoff;
    }

    @Override
    public String name() {
        return process.name();
    }

    /// Takes a commit of an entity of a source. It may be late, doubled or ahead of others.
    public <E> void take(Source<E, I> source, Commit<E> commit) {
        for (var key : source.keys(commit)) {
            write(
                    store.load(key),
                    turn -> source.take(turn, commit),
                    turn -> source.passOver(turn, commit));
        }
    }

    /// Takes an input that no journal holds. Once this returns it is kept, even where it cannot be
    /// taken yet.
    ///
    /// One that starts an instance with a home is written down before that journal is read. A
    /// commit after the reading then finds an instance: without that it would find none, and be
    /// nobody's.
    public void take(String key, Waiting<I> input) {
        var kept =
                write(
                        store.load(key),
                        turn -> {
                            if (startsAtHome(turn, input)) turn.keep(input);
                            else takeAlone(turn, input);
                        },
                        turn -> turn.keep(input));
        if (!kept.waiting().isEmpty() && kept.parked() == null) write(kept, _ -> {}, _ -> {});
    }

    /// Does what is due of an instance: what it owes, what is parked and due again, what waits, and
    /// its due timers.
    @Override
    public void sweep(String key) {
        var now = clock.instant();
        for (var conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
            var instance = store.load(key);
            var due = instance.due(now.minus(Instance.PATIENCE));
            if (due == null || due.isAfter(now)) return;
            instance = outbox.empty(instance, true);
            if (!instance.owed().isEmpty()) return;
            var turn = turn(instance, one -> takeAllThatIsDue(one, now));
            if (!turn.changesAnything()) return;
            if (store.save(turn.after(), now)) {
                outbox.empty(turn.after(), false);
                return;
            }
        }
        throw conflict(key);
    }

    /// Tries again what is parked, however often it has failed.
    @Override
    public void redrive(String key) {
        var now = clock.instant();
        change(key, turn -> turn.retryAt(now));
        sweep(key);
    }

    /// Drops one input or effect for good, and goes on without it.
    ///
    /// @param what as [Parked] names it
    @Override
    public void skip(String key, String what, String reason) {
        var now = clock.instant();
        change(
                key,
                turn -> {
                    turn.skip(new Skipped(what, reason, now));
                    turn.retryAt(now);
                });
        sweep(key);
    }

    private Instance<S, I> write(
            Instance<S, I> loaded, Consumer<Turn<S, I>> work, Consumer<Turn<S, I>> whereParked) {
        var instance = loaded;
        for (var conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
            instance = outbox.empty(instance, false);
            var turn =
                    instance.parked() != null
                            ? new Turn<>(process, instance)
                            : turn(
                                    instance,
                                    one -> {
                                        takeWhatWaits(one);
                                        work.accept(one);
                                    });
            if (turn.isParked()) whereParked.accept(turn);
            if (!turn.changesAnything()) return instance;
            if (store.save(turn.after(), clock.instant())) {
                return outbox.empty(turn.after(), false);
            }
            instance = store.load(loaded.key());
        }
        throw conflict(loaded.key());
    }

    private void change(String key, Consumer<Turn<S, I>> change) {
        for (var conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
            var turn = new Turn<>(process, store.load(key));
            change.accept(turn);
            if (!turn.changesAnything() || store.save(turn.after(), clock.instant())) return;
        }
        throw conflict(key);
    }

    /// What the work changes; where it fails as often as is reasonable at once, that it is parked.
    private Turn<S, I> turn(Instance<S, I> instance, Consumer<Turn<S, I>> work) {
        for (var failures = 1; ; failures++) {
            var turn = new Turn<>(process, instance);
            try {
                work.accept(turn);
                return turn;
            } catch (Outage outage) {
                throw outage;
            } catch (RuntimeException | StackOverflowError defect) {
                if (failures == Patience.TRIES_AT_ONCE) {
                    var parked = new Turn<>(process, instance);
                    parked.park(
                            Patience.park(
                                    instance.parked(),
                                    turn.at(),
                                    turn.of(),
                                    defect,
                                    clock.instant()));
                    return parked;
                }
                backoff.pause(failures);
            }
        }
    }

    private boolean startsAtHome(Turn<S, I> turn, Waiting<I> input) {
        turn.begin(input.id(), null);
        return !turn.hasStarted()
                && !turn.before().skips(input.id())
                && turn.concerns(input.input())
                && sources.values().stream().anyMatch(source -> home(turn, source).isPresent());
    }

    private Optional<String> home(Turn<S, I> turn, Source<?, I> source) {
        return source.home().apply(turn.before().key());
    }

    private void takeAlone(Turn<S, I> turn, Waiting<I> input) {
        turn.begin(input.id(), null);
        if (turn.before().skips(input.id())) return;
        if (!turn.hasStarted() && turn.concerns(input.input())) {
            turn.start();
            takeHome(turn);
            turn.begin(input.id(), null);
        }
        turn.take(input.input(), input.id(), input.correlationId());
    }

    /// An instance that starts takes what was said before it was there.
    private void takeHome(Turn<S, I> turn) {
        for (var source : sources.values()) {
            home(turn, source).ifPresent(entityId -> source.catchUp(turn, entityId));
        }
    }

    private void takeWhatWaits(Turn<S, I> turn) {
        for (var input : turn.waiting()) {
            takeAlone(turn, input);
            turn.drop(input);
        }
    }

    private void takeAllThatIsDue(Turn<S, I> turn, Instant now) {
        var parked = turn.before().parked();
        turn.unpark();
        if (parked != null && parked.entity() != null) catchUp(turn, parked.entity());
        takeWhatWaits(turn);
        if (parked != null) takeWhatWasPassedOver(turn);
        turn.before().timers().entrySet().stream()
                .filter(timer -> !timer.getValue().at().isAfter(now))
                .sorted(
                        Map.Entry.<String, Timer>comparingByValue(Comparator.comparing(Timer::at))
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(timer -> fire(turn, timer.getKey(), timer.getValue()));
    }

    /// While it was parked nothing was copied: the journals hold it.
    private void takeWhatWasPassedOver(Turn<S, I> turn) {
        turn.heard().stream()
                .sorted(Comparator.comparing(EntityRef::toString))
                .forEach(entity -> catchUp(turn, entity));
    }

    private void fire(Turn<S, I> turn, String name, Timer timer) {
        var id = "timer " + name + " " + timer.at();
        if (timer.having() != null) catchUp(turn, timer.having());
        turn.begin(id, null);
        if (turn.takeOut(name, timer) && !turn.before().skips(id)) {
            turn.take(process.due(name), id, timer.correlationId());
        }
    }

    private void catchUp(Turn<S, I> turn, EntityRef entity) {
        var source = sources.get(entity.type());
        if (source == null) throw new IllegalStateException(process.name() + " hears no " + entity);
        turn.begin(entity.toString(), entity);
        source.catchUp(turn, entity.id());
    }

    private Outage conflict(String key) {
        return new Outage("%s %s changed under every try".formatted(process.name(), key), null);
    }
}
