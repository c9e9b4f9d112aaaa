package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Erases what the instances of a stateful process contain of an entity, and reports what they
/// still need the entity for.
record InstanceEraser<S, I>(StatefulProcess<S, I> process, Instances<S, I> instances) {

    /// Erases the state of the instance whose home is erased. The instance must be idle, and must
    /// have handled all commits of its home. Its mark is set to the erased commit, even if there
    /// was no instance, so that an earlier commit that is delivered later starts none.
    ///
    /// @param commits all commits of the home
    @Nullable String eraseHome(
            String key, EntityRef home, List<? extends Commit<?>> commits, boolean isTrial) {
        var end = commits.getLast().seq() + (Commit.isErased(commits) ? 0 : 1);
        return instances.erase(
                key,
                instance -> task(instance, home, end - 1),
                isTrial,
                instance -> erased(instance, home, end));
    }

    private static @Nullable String task(Instance<?, ?> instance, EntityRef home, long last) {
        var task = instance.task();
        if (task != null || !instance.hasStarted() || instance.mark(home) >= last) return task;
        return "has handled commits up to %s only".formatted(instance.mark(home));
    }

    private Instance<S, I> erased(Instance<S, I> instance, EntityRef home, long end) {
        var state = instance.state();
        return instance.erased(state == null ? null : process.erased(state), Map.of(home, end));
    }

    /// What an instance with another home needs an entity for. Its state is not changed.
    ///
    /// @param commits all commits of the entity; one that concerns the instance but was not handled
    ///   is a task
    <E> @Nullable String taskWith(
            InstanceUpdate<S, I> update,
            SourceReader<E, I> source,
            List<? extends Commit<?>> commits) {
        var instance = update.before();
        var entity = source.source().entity(commits.getFirst().entityId());
        var task = instance.taskWith(entity);
        for (var commit : commits) {
            if (task == null && isUnhandled(update, source, commit)) {
                task = "has not handled " + commit.name(entity.type());
            }
        }
        return task == null ? null : instances.named(instance.key(), task);
    }

    @SuppressWarnings("unchecked") // its events are those of the source
    private static <E, I> boolean isUnhandled(
            InstanceUpdate<?, I> update, SourceReader<E, I> source, Commit<?> any) {
        var commit = (Commit<E>) any;
        return !update.hasFinished()
                && source.isOfInterest(update, commit)
                && (update.hasStarted() || source.starts(update, commit))
                && !source.isKnown(update, commit);
    }
}
