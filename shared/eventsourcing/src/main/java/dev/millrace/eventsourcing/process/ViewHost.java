package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewType;
import java.util.List;
import java.util.Set;

/// Maintains a view. An entity whose commits are a defect to it is parked, and all others go on.
///
/// Only an entity that was parked has an instance, under its name: `Parcel#4k2…`. The next try
/// rebuilds its rows from the journal.
public final class ViewHost<V, E> extends Parking {
    private final ViewType<V, E> type;
    private final View<V, E> view;

    ViewHost(ViewType<V, E> type, Ports ports) {
        super(type.name(), OnDefect.PARK, ports);
        this.type = type;
        this.view = new View<>(type.rows(), ports.rows(type), ports.journal(type.of()));
    }

    @Override
    public Set<String> sourceTypes() {
        return Set.of(type.of().name());
    }

    public View<V, E> view() {
        return view;
    }

    @Override
    @SuppressWarnings("unchecked") // by its entity's type, its events are those of the view
    public void handle(EntityRef entity, List<? extends Commit<?>> commits) {
        if (commits.isEmpty()) return;
        var defect =
                RetryPolicy.defect(
                        () -> view.handle(entity.id(), (List<Commit<E>>) commits),
                        ports().backoff());
        if (defect == null) return;
        giveUp(entity.toString(), commits.getLast().name(entity.type()), entity, defect);
    }

    /// Replaces the rows of an erased entity, as [View#erase] does.
    @SuppressWarnings("unchecked") // by its entity's type, its events are those of the view
    void eraseRows(EntityRef entity, List<? extends Commit<?>> commits) {
        view.erase(entity.id(), (List<Commit<E>>) commits);
    }

    /// Parks an entity that has a commit which cannot be read.
    ///
    /// @param commit its name: `Parcel#4k2…/3`
    void unreadable(String commit, RuntimeException defect) {
        giveUp(commit.substring(0, commit.lastIndexOf('/')), commit, null, defect);
    }

    @Override
    public Set<String> keys(EntityRef entity, List<? extends Commit<?>> commits) {
        return Set.of(entity.toString());
    }

    @Override
    public void fromJournal(EntityRef entity) {
        if (!entity.type().equals(type.of().name())) {
            throw new IllegalArgumentException(
                    "%s does not show %s".formatted(name(), entity.type()));
        }
        var key = entity.toString();
        settle(key, key, entity, () -> view.rebuild(entity.id()));
    }

    @Override
    public EntityRef about(String key) {
        return EntityRef.of(key);
    }

    /// A key names an entity, not a commit. Its rows are rebuilt from the journal.
    @Override
    boolean isLost(String key) {
        return false;
    }

    @Override
    void again(String key) {
        var prefix = type.of().name() + "#";
        if (!key.startsWith(prefix)) {
            throw new IllegalArgumentException("%s is not a %s".formatted(key, type.of().name()));
        }
        view.rebuild(key.substring(prefix.length()));
    }
}
