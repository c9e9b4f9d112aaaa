package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.StepInstances.Nothing;
import java.util.List;

/// Keeps a view, and parks the one row whose commits are a defect to it: all others go on.
///
/// An instance is kept only of what was parked, under the entity it is: `Booking#4k2…`. To try it
/// again is to make the row anew from the journal, whatever stands there.
public final class ViewHost<E> extends Parking {
    private final String type;
    private final View<?, E> view;

    /// @param name persisted where it is parked: a rename is a new view
    /// @param type the persisted name of the entities it shows
    public ViewHost(
            String name,
            String type,
            View<?, E> view,
            ProcessStore<Nothing, Nothing> store,
            HostContext context) {
        super(name, OnDefect.PARK, store, context);
        this.type = type;
        this.view = view;
    }

    /// Takes commits of one entity, in the order of their numbers.
    public void take(String entityId, List<Commit<E>> commits) {
        if (commits.isEmpty()) return;
        var entity = new EntityRef(type, entityId);
        var what = entity + "/" + commits.getLast().seq();
        attempt(entity.toString(), what, entity, () -> view.take(entityId, commits));
    }

    /// Parks the row of an entity one of whose commits cannot even be read.
    ///
    /// @param commit its name: `Booking#4k2…/3`
    public void unreadable(String commit, RuntimeException defect) {
        giveUp(commit.substring(0, commit.lastIndexOf('/')), commit, null, defect);
    }

    @Override
    public List<Parked> fromJournal(String entityId) {
        var entity = new EntityRef(type, entityId);
        var key = entity.toString();
        return settle(key, key, entity, () -> view.rebuild(entityId)).stream().toList();
    }

    @Override
    void again(String key) {
        if (!key.startsWith(type + "#")) {
            throw new IllegalArgumentException("%s is no %s".formatted(key, type));
        }
        view.rebuild(key.substring(type.length() + 1));
    }
}
