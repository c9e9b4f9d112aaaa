package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.process.Instance.Parked;
import java.util.List;
import java.util.Optional;

/// Keeps a view, and parks the one row whose commits are a defect to it: all others go on.
///
/// An instance is kept only of what was parked, under the entity it is: `Booking#4k2…`. To try it
/// again is to make the row anew from the journal, whatever stands there.
public final class ViewHost<E> implements Swept {
    private final String name;
    private final String type;
    private final View<?, E> view;
    private final Parking parking;

    /// @param name persisted where it is parked: a rename is a new view
    /// @param type the persisted name of the entities it shows
    public ViewHost(
            String name,
            String type,
            View<?, E> view,
            ProcessStore<?, ?> store,
            HostContext context) {
        this.name = name;
        this.type = type;
        this.view = view;
        this.parking = new Parking(name, OnDefect.PARK, store, context, this::again);
    }

    @Override
    public String name() {
        return name;
    }

    /// Takes commits of one entity, in the order of their numbers.
    public void take(String entityId, List<Commit<E>> commits) {
        var entity = new EntityRef(type, entityId);
        if (commits.isEmpty()) return;
        var what = entity + "/" + commits.getLast().seq();
        parking.attempt(entity.toString(), what, entity, () -> view.take(entityId, commits));
    }

    /// Parks the row of an entity one of whose commits cannot even be read.
    ///
    /// @param commit its name: `Booking#4k2…/3`
    public void unreadable(String commit, RuntimeException defect) {
        parking.giveUp(commit.substring(0, commit.lastIndexOf('/')), commit, null, defect);
    }

    @Override
    public void sweep(String key) {
        parking.sweep(key);
    }

    @Override
    public Optional<Parked> parked(String key) {
        return parking.parked(key);
    }

    @Override
    public void redrive(String key) {
        parking.redrive(key);
    }

    @Override
    public void skip(String key, String what, String reason) {
        parking.skip(key, what, reason);
    }

    @Override
    public List<Parked> fromJournal(String entityId) {
        var entity = new EntityRef(type, entityId);
        var key = entity.toString();
        var before = parking.parked(key);
        parking.attempt(
                key,
                key,
                entity,
                () -> {
                    view.rebuild(entityId);
                    parking.settle(key, before);
                });
        return parking.parked(key).stream().toList();
    }

    private void again(String key) {
        if (!key.startsWith(type + "#")) {
            throw new IllegalArgumentException("%s is no %s".formatted(key, type));
        }
        view.rebuild(key.substring(type.length() + 1));
    }
}
