package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.OtherEntities.Numbered;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides what one write handles, and in which order: the home's journal, the outstanding commits
/// of other entities, the waiting inputs, the commit or input at hand, the due timers. If the write
/// has no room for one of them, the instance stays due, and all that comes after it waits. This
/// class neither writes nor sends.
final class InputHandling<S, I> {
    private final StatefulProcess<S, I> process;
    private final Map<String, SourceReader<?, I>> sources;

    /// @param sources by the persisted name of their entities
    InputHandling(StatefulProcess<S, I> process, Map<String, SourceReader<?, I>> sources) {
        this.process = process;
        this.sources = sources;
    }

    /// Handles a commit, unless it was handled before.
    <E> void handle(InstanceUpdate<S, I> update, SourceReader<E, I> source, Commit<E> commit) {
        if (!handleWhatIsLeft(update)) return;
        if (source.isOfHome(update, commit)) handleHome(update, source, commit);
        else handleOther(update, source, commit);
    }

    /// The next commit of the home is handled alone. If there is a gap before the commit, or the
    /// commit starts the instance, the home's journal is handled to its end.
    private <E> void handleHome(
            InstanceUpdate<S, I> update, SourceReader<E, I> source, Commit<E> commit) {
        var entity = source.entity(commit);
        var mark = update.markOf(entity);
        if (commit.seq() <= mark) return;
        update.begin(commit.name(entity.type()), entity);
        if (update.hasStarted() && commit.seq() == mark + 1 && update.room() > 0) {
            source.apply(update, commit);
        } else if (update.hasStarted() || source.starts(update, commit)) {
            update.start();
            update.fallBehind(entity);
            catchUp(update, true);
        }
    }

    /// A commit that starts an instance with a home is only recorded as outstanding: the next write
    /// handles it, after the home's journal. So a commit of the home that is appended in between
    /// finds an instance.
    private <E> void handleOther(
            InstanceUpdate<S, I> update, SourceReader<E, I> source, Commit<E> commit) {
        var numbered = source.numbered(commit);
        if (update.hasFinished() || !source.isOfInterest(update, commit)) return;
        if (source.isKnown(update, commit)) return;
        update.begin(numbered.name(), numbered.entity());
        if (update.hasStarted() && update.room() > 0) {
            source.apply(update, commit);
        } else if (update.hasStarted()) {
            update.fallBehind(numbered.entity()); // the next write has room for it
        } else if (source.starts(update, commit) && update.home() == null) {
            update.start();
            if (catchUp(update, true) && !source.isKnown(update, commit)) {
                source.apply(update, commit);
            }
        } else if (source.starts(update, commit)) {
            update.expect(numbered);
            update.fallBehind(numbered.entity());
        } else if (source.remembers()) {
            update.expect(numbered);
        }
    }

    /// Handles an input that is in no journal. If it starts an instance with a home, the home's
    /// journal must be read once more after the write: a commit that was appended between the read
    /// and the write found no instance.
    void handle(InstanceUpdate<S, I> update, Waiting<I> input) {
        update.begin(input.id(), null);
        var home = starts(update, input) ? update.home() : null;
        if (!handleWhatIsLeft(update)) return;
        var isHandled = apply(update, input);
        if (home == null) return;
        if (!isHandled) update.keep(input); // the home's journal is longer than one write
        update.fallBehind(home);
        update.end();
    }

    private boolean starts(InstanceUpdate<S, I> update, Waiting<I> input) {
        return !update.hasStarted() && !update.skips(input.id()) && update.concerns(input.input());
    }

    /// @return false if this write has no room for it
    private boolean apply(InstanceUpdate<S, I> update, Waiting<I> input) {
        update.begin(input.id(), null);
        if (starts(update, input)) {
            update.start();
            if (!catchUp(update, true)) return false;
        }
        if (update.room() == 0) return false;
        update.begin(input.id(), null);
        update.count();
        if (!update.skips(input.id()))
            update.apply(
                    input.input(),
                    input.id(),
                    input.correlationId(),
                    input.happenedAt(update.now()));
        return true;
    }

    /// Handles the commits that the instance is behind, and then the waiting inputs.
    ///
    /// @return false if this write has no room for all of them
    boolean handleWhatIsLeft(InstanceUpdate<S, I> update) {
        if (!catchUp(update, false)) return false;
        for (var input : update.waiting()) {
            if (!apply(update, input)) return false;
            update.drop(input);
        }
        return true;
    }

    /// Handles what the instance was parked at, the waiting inputs, the commits that were left for
    /// later while it was parked, and the due timers. If commits of other entities were left for
    /// later, those of the home and of the others come before the waiting inputs. While the
    /// instance was parked no commit was copied: the journals have them.
    void handleAllThatIsDue(InstanceUpdate<S, I> update) {
        var wasParked = update.isParked();
        update.unpark();
        if (wasParked && !update.others().outstanding().isEmpty()) update.fallBehindAll();
        var isAllHandled = handleWhatIsLeft(update);
        if (wasParked) update.fallBehindAll();
        if (!isAllHandled || !catchUp(update, false)) return;
        for (var timer : due(update)) {
            if (!fire(update, timer.getKey(), timer.getValue())) return;
        }
    }

    private static List<Map.Entry<String, Timer>> due(InstanceUpdate<?, ?> update) {
        return update.before().timers().entrySet().stream()
                .filter(timer -> !timer.getValue().at().isAfter(update.now()))
                .sorted(
                        Map.Entry.<String, Timer>comparingByValue(Comparator.comparing(Timer::at))
                                .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /// @return false if this write has no room for it
    private boolean fire(InstanceUpdate<S, I> update, String name, Timer timer) {
        var id = "timer " + name + " " + timer.at();
        if (timer.having() != null) update.fallBehind(timer.having());
        if (!catchUp(update, false) || update.room() == 0) return false;
        update.begin(id, null);
        update.count();
        if (!update.effects().removeTimer(name, timer)) return true;
        if (update.skips(id)) update.applySkip(id, null, timer.correlationId());
        else update.apply(process.due(name), id, timer.correlationId(), timer.at());
        return true;
    }

    /// Handles the home's journal if the instance is behind it, and then the outstanding commits of
    /// other entities in the order of their times.
    ///
    /// @param isPart whether the commit or input at hand needs the home's journal: if that cannot
    ///   be read, the failure is that of the commit or input, otherwise that of the home
    /// @return false if this write has no room for all of them
    private boolean catchUp(InstanceUpdate<S, I> update, boolean isPart) {
        if (update.behind().isEmpty()) return true;
        if (!update.hasStarted() && !startBehind(update)) return true;
        var home = update.home();
        if (home != null && update.behind().contains(home)) {
            if (!isPart) update.begin(home.toString(), home);
            if (!source(home).catchUp(update, home.id())) return false;
            update.caughtUp(home);
        }
        for (var commit : update.others().outstanding(update.behind())) {
            if (update.room() == 0) return false;
            update.begin(commit.name(), commit.entity());
            if (update.skips(commit.name())) update.skipOutstanding(commit);
            else source(commit.entity()).applyOutstanding(update, commit);
        }
        update.behind().forEach(update::caughtUp);
        return true;
    }

    /// Starts the instance, if one of the commits that it is behind does so.
    private boolean startBehind(InstanceUpdate<S, I> update) {
        for (var entity : update.behind()) {
            var starts =
                    entity.equals(update.home())
                            ? homeStarts(update, entity)
                            : update.others().outstanding(Set.of(entity)).stream()
                                    .anyMatch(commit -> outstandingStarts(update, commit));
            if (starts) {
                update.start();
                return true;
            }
            update.caughtUp(entity);
        }
        return false;
    }

    private boolean homeStarts(InstanceUpdate<S, I> update, EntityRef home) {
        update.begin(home.toString(), home);
        return source(home).homeStarts(update, home);
    }

    /// A skipped commit need not be readable.
    private boolean outstandingStarts(InstanceUpdate<S, I> update, Numbered commit) {
        if (update.skips(commit.name())) return false;
        update.begin(commit.name(), commit.entity());
        return source(commit.entity()).outstandingStarts(update, commit);
    }

    private SourceReader<?, I> source(EntityRef entity) {
        var source = sources.get(entity.type());
        if (source == null)
            throw new IllegalStateException(
                    process.type().name() + " does not subscribe to " + entity);
        return source;
    }
}
