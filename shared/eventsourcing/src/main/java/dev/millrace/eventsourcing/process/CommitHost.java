package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.RetryPolicy.Tries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// Does work on each commit that keeps no state, and parks a commit that is a defect to it: all
/// other commits go on.
///
/// An instance is kept only of what was parked, under the commit's name: `Booking#4k2…/3`. The
/// commit is not copied, since the journal holds it.
public final class CommitHost extends Parking implements CommitHandler {
    private final Map<String, EntityType<?, ?, ?, ?>> types;
    private final Delivery delivery;
    private final BiConsumer<EntityRef, Commit<?>> work;

    /// @param types the entities whose commits it handles, by name
    CommitHost(
            String name,
            Map<String, EntityType<?, ?, ?, ?>> types,
            OnDefect onDefect,
            Delivery delivery,
            Ports ports,
            BiConsumer<EntityRef, Commit<?>> work) {
        super(name, onDefect, ports);
        this.types = types;
        this.delivery = delivery;
        this.work = work;
    }

    static <E> CommitHost of(StatelessProcess<E> process, Ports ports) {
        return new CommitHost(
                process.name(),
                Map.of(process.hears().name(), process.hears()),
                process.onDefect(),
                process.delivery(),
                ports,
                new StatelessRunner<>(process, ports)::run);
    }

    @Override
    public Set<String> hears() {
        return types.keySet();
    }

    @Override
    public void handle(EntityRef entity, Commit<?> commit) {
        var key = commit.name(entity.type());
        if (delivery == Delivery.AT_MOST_ONCE) {
            handleOnce(entity, commit, key);
            return;
        }
        for (var tries = new Tries(ports().backoff()); ; ) {
            try {
                work.accept(entity, commit);
                return;
            } catch (RuntimeException | StackOverflowError failed) {
                if (!tries.areOver(failed)) continue;
                giveUp(key, key, entity, failed);
                return;
            }
        }
    }

    private void handleOnce(EntityRef entity, Commit<?> commit, String key) {
        if (!ports().marks(name()).isFirst(key)) return;
        try {
            work.accept(entity, commit);
        } catch (RuntimeException failed) {
            ports().listener().skipped(name(), key, key, RetryPolicy.error(failed));
        }
    }

    /// Parks a commit that cannot be read.
    ///
    /// @param commit its name: `Booking#4k2…/3`
    public void unreadable(String commit, RuntimeException defect) {
        giveUp(commit, commit, null, defect);
    }

    @Override
    public List<Parked> fromJournal(EntityRef entity) {
        if (delivery == Delivery.AT_MOST_ONCE) {
            throw new IllegalArgumentException(
                    name() + " handles a commit at most once: no journal is given to it again");
        }
        var parked = new ArrayList<Parked>();
        for (var commit : ports().journal(type(entity.type())).read(entity.id(), 0)) {
            var key = commit.name(entity.type());
            if (skips(key)) continue;
            settle(key, key, entity, () -> work.accept(entity, commit)).ifPresent(parked::add);
        }
        return parked;
    }

    @Override
    void again(String key) {
        var hash = key.indexOf('#');
        var slash = key.lastIndexOf('/');
        if (hash < 0 || slash < hash) {
            throw new IllegalArgumentException(key + " is no commit");
        }
        var entity = new EntityRef(key.substring(0, hash), key.substring(hash + 1, slash));
        var seq = Long.parseLong(key.substring(slash + 1));
        var found = ports().journal(type(entity.type())).read(entity.id(), seq - 1, 1);
        if (found.isEmpty()) throw new IllegalStateException(key + " is not in the journal");
        work.accept(entity, found.getFirst());
    }

    private EntityType<?, ?, ?, ?> type(String name) {
        var type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "%s hears no %s, but %s".formatted(name(), name, types.keySet()));
        }
        return type;
    }
}
