package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.StepInstances.Nothing;
import java.util.ArrayList;
import java.util.List;

/// Runs a step on commits, and parks the one commit that is a defect to it: all others go on.
///
/// An instance is kept only of what was parked, under the commit it is: `Booking#4k2…/3`. The
/// commit itself is not copied, since the journal holds it.
public final class StepHost<E> extends Parking {
    private final CommitStep<E> step;
    private final String type;
    private final Journal<?, E> journal;
    private final Once marks;

    /// @param type the persisted name of the entities whose journal it is
    /// @param marks asked only where the step is delivered at most once
    public StepHost(
            CommitStep<E> step,
            String type,
            Journal<?, E> journal,
            ProcessStore<Nothing, Nothing> store,
            Once marks,
            HostContext context) {
        super(step.name(), step.onDefect(), store, context);
        this.step = step;
        this.type = type;
        this.journal = journal;
        this.marks = marks;
    }

    /// Runs the step on a commit. Where it fails again and again, the commit is parked.
    public void take(Commit<E> commit) {
        var key = key(commit);
        switch (step.delivery()) {
            case AT_LEAST_ONCE -> attempt(key, key, entity(commit), () -> step.run(commit));
            case AT_MOST_ONCE -> takeOnce(key, commit);
        }
    }

    /// Parks a commit that cannot even be read.
    ///
    /// @param commit its name: `Booking#4k2…/3`
    public void unreadable(String commit, RuntimeException defect) {
        giveUp(commit, commit, null, defect);
    }

    @Override
    public List<Parked> fromJournal(String entityId) {
        if (step.delivery() == Delivery.AT_MOST_ONCE) {
            throw new IllegalArgumentException(
                    name() + " is done at most once: no journal is fed to it again");
        }
        var parked = new ArrayList<Parked>();
        for (var commit : journal.read(entityId, 0)) {
            var key = key(commit);
            if (skips(key)) continue;
            settle(key, key, entity(commit), () -> step.run(commit)).ifPresent(parked::add);
        }
        return parked;
    }

    private void takeOnce(String key, Commit<E> commit) {
        if (!marks.isFirst(key)) return;
        try {
            step.run(commit);
        } catch (RuntimeException failed) {
            context().incidents().skipped(name(), key, key, Patience.error(failed));
        }
    }

    @Override
    void again(String key) {
        var slash = key.lastIndexOf('/');
        if (slash < 0 || !key.startsWith(type + "#")) {
            throw new IllegalArgumentException("%s is no commit of a %s".formatted(key, type));
        }
        var seq = Long.parseLong(key.substring(slash + 1));
        var found = journal.read(key.substring(type.length() + 1, slash), seq - 1, 1);
        if (found.isEmpty()) throw new IllegalStateException(key + " is not in the journal");
        step.run(found.getFirst());
    }

    private EntityRef entity(Commit<E> commit) {
        return new EntityRef(type, commit.entityId());
    }

    private String key(Commit<E> commit) {
        return entity(commit) + "/" + commit.seq();
    }
}
