package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Conflicts;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Journal.Appended.Written;
import dev.millrace.eventsourcing.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Erases the personal data of an entity in its events, rows and processes. Its commits keep their
/// numbers, so that no function with an older state in memory writes one of them again.
///
/// Every step can be repeated. After a crash at any call, the same call completes the erasure:
/// 1. An erased commit is appended, which ends the entity.
/// 2. The entity is put on the list of erased entities.
/// 3. Its instances, and its rows in views with several rows, are erased while its commits still
///    tell which there are.
/// 4. Its commits are overwritten, the last one first. Before each, the instances that stateless
///    processes have for that commit are erased.
/// 5. Its only row in a view is erased last, so that a search of the rows finds every entity whose
///    erasure has not ended.
public final class Eraser {
    /// Before an erasure begins, only this many commits, the latest, are checked for a parked
    /// stateless process. The others are checked when they are overwritten.
    private static final int LATEST = 100;

    private final Processes processes;
    private final Ports ports;
    private final ErasedEntities list;

    public Eraser(Processes processes, Ports ports, ErasedEntities list) {
        this.processes = processes;
        this.ports = ports;
        this.list = list;
    }

    /// The result of an erasure.
    public sealed interface Result {
        /// @param commits how many the entity had
        record Erased(long commits) implements Result {}

        /// The time ran out. The same call continues.
        ///
        /// @param left how many of its commits still have to be overwritten
        record Unfinished(long commits, long left) implements Result {}

        /// The result of a trial: the entity may be erased.
        record Erasable(long commits) implements Result {}

        /// @param begun whether its erasure has begun; then the same call completes it once the
        ///   tasks are done
        /// @param tasks what it is still needed for, in words
        record Needed(boolean begun, List<String> tasks) implements Result {}

        /// There is no such entity.
        record Unknown() implements Result {}
    }

    /// Erases an entity, or continues its erasure.
    ///
    /// @param isTrial if true, nothing is changed: the result tells whether it may be erased
    /// @param isOutOfTime if it returns true, the work ends before the next commit
    /// @throws IllegalArgumentException if a commit or an instance of the entity cannot be read
    /// @throws dev.millrace.eventsourcing.Outage if the same call may be made again
    public Result erase(EntityRef entity, boolean isTrial, BooleanSupplier isOutOfTime) {
        return erase(processes.service().type(entity.type()), entity, isTrial, isOutOfTime);
    }

    private <S, E> Result erase(
            EntityType<S, ?, E, ?> type,
            EntityRef entity,
            boolean isTrial,
            BooleanSupplier isOutOfTime) {
        var journal = ports.journal(type);
        for (var conflicts = new Conflicts("erasing " + entity, ports.backoff()); ; ) {
            var commits = journal.read(entity.id(), 0);
            if (commits.isEmpty()) return new Result.Unknown();
            var hasBegun = Commit.isErased(commits);
            if (hasBegun && !isTrial) return goOn(journal, entity, commits, isOutOfTime);
            var last = commits.getLast().seq() - (hasBegun ? 1 : 0);
            var tasks =
                    hasBegun
                            ? eraseInstances(Eraser::keepsState, entity, commits, true)
                            : tasks(type, entity, commits);
            if (!tasks.isEmpty()) return new Result.Needed(hasBegun, tasks);
            if (isTrial) return new Result.Erasable(last);
            var end = Commit.<E>erased(entity.id(), last + 1, ports.clock().instant());
            if (!(journal.append(end, null) instanceof Written)) conflicts.lost();
        }
    }

    /// What the entity is still needed for. The service's rule does not apply to an entity on the
    /// list: it was erased once, and a restore has brought its old state back.
    private <S, E> List<String> tasks(
            EntityType<S, ?, E, ?> type, EntityRef entity, List<Commit<E>> commits) {
        var tasks = new ArrayList<String>();
        var task = processes.service().erasure(type).task(entity.id(), type.state(commits));
        if (task != null && !list.contains(entity)) tasks.add(task);
        tasks.addAll(eraseInstances(Eraser::keepsState, entity, commits, true));
        var latest = commits.subList(Math.max(0, commits.size() - LATEST), commits.size());
        tasks.addAll(eraseInstances(CommitHost.class::isInstance, entity, latest, true));
        return tasks;
    }

    /// @param commits all commits of the entity, the last of which is erased
    private <E> Result goOn(
            Journal<?, E> journal,
            EntityRef entity,
            List<Commit<E>> commits,
            BooleanSupplier isOutOfTime) {
        var end = commits.getLast();
        list.add(entity, end.at());
        var tasks = eraseInstances(Eraser::keepsState, entity, commits, false);
        if (!tasks.isEmpty()) return new Result.Needed(true, tasks);
        eraseRows(entity, commits, view -> !view.isOnePerEntity());
        var whole = commits.stream().filter(commit -> !commit.isErased()).toList();
        for (var commit : (whole.isEmpty() ? commits : whole).reversed()) {
            if (isOutOfTime.getAsBoolean()) {
                if (whole.isEmpty()) break;
                return new Result.Unfinished(end.seq() - 1, commit.seq());
            }
            tasks = eraseInstances(CommitHost.class::isInstance, entity, List.of(commit), false);
            if (!tasks.isEmpty()) return new Result.Needed(true, tasks);
            if (commit.isErased()) continue;
            journal.overwrite(Commit.erased(entity.id(), commit.seq(), end.at()));
        }
        eraseRows(entity, commits, View::isOnePerEntity);
        return new Result.Erased(end.seq() - 1);
    }

    /// A stateless process, and the stream, may have an instance for each commit. Each costs a
    /// read, so they are erased commit by commit.
    private static boolean keepsState(ProcessControl process) {
        return !(process instanceof CommitHost);
    }

    /// @return what the instances need the entity for; those were not erased
    private List<String> eraseInstances(
            Predicate<ProcessControl> which,
            EntityRef entity,
            List<? extends Commit<?>> commits,
            boolean isTrial) {
        var tasks = new ArrayList<String>();
        for (var process : processes.withSource(entity.type())) {
            if (!which.test(process)) continue;
            for (var key : process.keys(entity, commits)) {
                var task = process.erase(key, entity, commits, isTrial);
                if (task != null) tasks.add(task);
            }
        }
        return tasks;
    }

    private void eraseRows(
            EntityRef entity, List<? extends Commit<?>> commits, Predicate<View<?, ?>> which) {
        for (var view : processes.views()) {
            if (!view.sourceTypes().contains(entity.type()) || !which.test(view.view())) continue;
            view.eraseRows(entity, commits);
        }
    }
}
