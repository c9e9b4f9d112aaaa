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

/// Erases an entity: what its events, rows and processes hold of a person. Its commits keep their
/// numbers, so that no function with an older state in memory writes one of them anew.
///
/// The order makes every step one that can be done again. An erased commit is appended, which ends
/// the entity. The entity is put on the list of erased ones. Its instances and rows are erased
/// while its commits still tell which there are, and then the commits, the last one first. Its only
/// row in a view is last: whoever looks there for what is left finds every entity that is not
/// erased wholly. After a crash at any call, the same call ends in the same way.
public final class Eraser {
    /// Before an erasure begins, only the latest commits are looked at for a stateless process that
    /// is parked at one. The others are looked at when they are overwritten.
    private static final int LATEST = 100;

    private final Processes processes;
    private final Ports ports;
    private final ErasedEntities list;

    public Eraser(Processes processes, Ports ports, ErasedEntities list) {
        this.processes = processes;
        this.ports = ports;
        this.list = list;
    }

    /// What became of an erasure.
    public sealed interface Result {
        /// @param commits how many the entity had
        record Erased(long commits) implements Result {}

        /// The time was over. The same call goes on.
        ///
        /// @param left how many of its commits are still to be overwritten
        record Unfinished(long commits, long left) implements Result {}

        /// The entity may be erased: so the answer of a trial.
        record Erasable(long commits) implements Result {}

        /// @param begun whether its erasure has begun: then it is to be ended by the same call,
        ///   once the tasks are done
        /// @param tasks what it is still needed for, in words
        record Needed(boolean begun, List<String> tasks) implements Result {}

        /// There is no such entity.
        record Unknown() implements Result {}
    }

    /// Erases an entity, or goes on with that.
    ///
    /// @param isTrial only answers whether it may be erased
    /// @param isOutOfTime ends the work between two commits
    /// @throws IllegalArgumentException if a commit or an instance of it cannot be read
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

    /// What the entity is still needed for. One that is on the list was over once: a restore has
    /// made it what it was before.
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

    /// @param commits all of the entity, the last of which is erased
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

    /// A stateless process, and the stream, keep an instance for each commit. Each costs a read, so
    /// they are erased commit by commit.
    private static boolean keepsState(ProcessControl process) {
        return !(process instanceof CommitHost);
    }

    /// @return what they need the entity for; those were not erased
    private List<String> eraseInstances(
            Predicate<ProcessControl> which,
            EntityRef entity,
            List<? extends Commit<?>> commits,
            boolean isTrial) {
        var tasks = new ArrayList<String>();
        for (var process : processes.hearing(entity.type())) {
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
            if (!view.hears().contains(entity.type()) || !which.test(view.view())) continue;
            view.eraseRows(entity, commits);
        }
    }
}
