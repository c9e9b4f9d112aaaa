package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Outage;
import java.time.InstantSource;
import java.util.Optional;

/// Runs a step on commits, and parks the one commit that is a defect to it: all others go on.
///
/// An instance is kept only of what was parked, under the commit it is: `Booking#4k2…/3`. The
/// commit itself is not copied, since the journal holds it.
public final class StepHost<E> implements Swept {
    private final CommitStep<E> step;
    private final String type;
    private final Journal<?, E> journal;
    private final ProcessStore<?, ?> store;
    private final InstantSource clock;
    private final Backoff backoff;

    /// @param type the persisted name of the entities whose journal it is
    public StepHost(
            CommitStep<E> step,
            String type,
            Journal<?, E> journal,
            ProcessStore<?, ?> store,
            InstantSource clock,
            Backoff backoff) {
        this.step = step;
        this.type = type;
        this.journal = journal;
        this.store = store;
        this.clock = clock;
        this.backoff = backoff;
    }

    @Override
    public String name() {
        return step.name();
    }

    /// Runs the step on a commit. Where it fails again and again, the commit is parked.
    public void take(Commit<E> commit) {
        defect(commit).ifPresent(defect -> park(store, commit, defect));
    }

    @Override
    public void sweep(String key) {
        var next = Optional.ofNullable(store.load(key).parked()).map(Instance.Parked::next);
        if (next.isPresent() && !next.get().isAfter(clock.instant())) redrive(key);
    }

    @Override
    public void redrive(String key) {
        var parked = store.load(key).parked();
        if (parked == null) return;
        var slash = key.lastIndexOf('/');
        var entityId = key.substring(type.length() + 1, slash);
        var seq = Long.parseLong(key.substring(slash + 1));
        var commit = journal.read(entityId, seq - 1).getFirst();
        defect(commit)
                .ifPresentOrElse(defect -> park(store, commit, defect), () -> unpark(store, key));
    }

    @Override
    public void skip(String key, String what, String reason) {
        unpark(store, key);
    }

    private Optional<Throwable> defect(Commit<E> commit) {
        for (var failures = 1; ; failures++) {
            try {
                step.run(commit);
                return Optional.empty();
            } catch (Outage outage) {
                throw outage;
            } catch (RuntimeException | StackOverflowError defect) {
                if (failures == Patience.TRIES_AT_ONCE) return Optional.of(defect);
                backoff.pause(failures);
            }
        }
    }

    private <S, I> void park(ProcessStore<S, I> store, Commit<E> commit, Throwable defect) {
        var key = type + "#" + commit.entityId() + "/" + commit.seq();
        var before = store.load(key);
        var entity = new EntityRef(type, commit.entityId());
        var parked = Patience.park(before.parked(), key, entity, defect, clock.instant());
        store.save(before.parked(parked), clock.instant());
    }

    private <S, I> void unpark(ProcessStore<S, I> store, String key) {
        store.save(store.load(key).parked(null), clock.instant());
    }
}
