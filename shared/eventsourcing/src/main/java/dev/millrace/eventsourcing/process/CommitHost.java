package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.process.RetryPolicy.Tries;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Does stateless work on each commit. If the work on a commit is a defect, that commit is parked
/// and all others go on.
///
/// Only a commit that was parked has an instance, under the commit's name: `Parcel#4k2…/3`. The
/// commit is not copied, since it is in the journal.
public final class CommitHost extends Parking implements StreamReader {
    private final Map<String, EntityType<?, ?, ?, ?>> types;
    private final BiConsumer<EntityRef, Commit<?>> work;

    /// @param types the entities whose commits it handles, by name
    CommitHost(
            String name,
            Map<String, EntityType<?, ?, ?, ?>> types,
            OnDefect onDefect,
            Ports ports,
            BiConsumer<EntityRef, Commit<?>> work) {
        super(name, onDefect, ports);
        this.types = types;
        this.work = work;
    }

    /// @param entities those that the process may send commands to, by name
    static <E> CommitHost of(
            StatelessProcess<E> process,
            Map<String, EntityType<?, ?, ?, ?>> entities,
            Ports ports) {
        return new CommitHost(
                process.name(),
                Map.of(process.source().name(), process.source()),
                process.onDefect(),
                ports,
                new StatelessRunner<>(process, entities, ports)::run);
    }

    @Override
    public Set<String> sourceTypes() {
        return types.keySet();
    }

    @Override
    public void handle(EntityRef entity, List<? extends Commit<?>> commits) {
        for (var commit : commits) {
            for (var tries = new Tries(ports().backoff()); ; ) {
                try {
                    work.accept(entity, commit);
                    break;
                } catch (RuntimeException | StackOverflowError failed) {
                    if (!tries.areOver(failed)) continue;
                    var name = commit.name(entity.type());
                    giveUp(name, name, entity, failed);
                    break;
                }
            }
        }
    }

    @Override
    public void unreadable(String commit, RuntimeException defect) {
        giveUp(commit, commit, null, defect);
    }

    @Override
    public Set<String> keys(EntityRef entity, List<? extends Commit<?>> commits) {
        return commits.stream()
                .map(commit -> commit.name(entity.type()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public void fromJournal(EntityRef entity) {
        var failures = new Failures();
        var journal = ports().journal(type(entity.type()));
        JournalFeed.each(
                journal,
                entity.id(),
                failures,
                commit -> {
                    var key = commit.name(entity.type());
                    if (instance(key).skips(key)) return;
                    settle(key, key, entity, () -> work.accept(entity, commit));
                });
        failures.throwFirst();
    }

    @Override
    void again(String key) {
        var entity = about(key);
        var journal = ports().journal(type(entity.type()));
        work.accept(entity, journal.commit(entity.id(), seq(key)));
    }

    @Override
    public EntityRef about(String key) {
        var slash = key.lastIndexOf('/');
        if (slash < 0) throw new IllegalArgumentException(key + " is not the name of a commit");
        return EntityRef.of(key.substring(0, slash));
    }

    private static long seq(String key) {
        return Long.parseLong(key.substring(key.lastIndexOf('/') + 1));
    }

    @Override
    boolean isLost(String key) {
        var entity = about(key);
        return seq(key) > ports().journal(type(entity.type())).head(entity.id());
    }

    private EntityType<?, ?, ?, ?> type(String name) {
        var type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "%s does not subscribe to %s, only to %s"
                            .formatted(name(), name, types.keySet()));
        }
        return type;
    }
}
