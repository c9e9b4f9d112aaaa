package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Decides what one write handles, and in which order: the journals that the instance is behind,
/// the inputs that wait, the commit or input at hand, the timers that are due. What a write has no
/// room for keeps the instance due, and all that comes after it waits. Nothing here is written or
/// sent.
final class InputHandling<S, I> {
    private final StatefulProcess<S, I> process;
    private final Map<String, SourceReader<?, I>> sources;

    /// @param sources by the persisted name of their entities
    InputHandling(StatefulProcess<S, I> process, Map<String, SourceReader<?, I>> sources) {
        this.process = process;
        this.sources = sources;
    }

    /// Handles a commit, if it is the next one of its entity. If commits were passed over, or it
    /// starts the instance, the journal is handled to its end, and at a start the home journals.
    <E> void handle(InstanceUpdate<S, I> update, SourceReader<E, I> source, Commit<E> commit) {
        if (!handleWhatIsLeft(update)) return;
        var entity = new EntityRef(source.source().type().name(), commit.entityId());
        var mark = update.markOf(entity);
        if (commit.seq() <= mark) return;
        update.begin(commit.name(entity.type()), entity);
        if (update.hasStarted() && commit.seq() == mark + 1 && update.room() > 0) {
            source.apply(update, commit);
        } else if (update.hasStarted() || source.starts(update, commit)) {
            if (!update.hasStarted()) start(update);
            update.fallBehind(entity);
            catchUp(update, true);
        }
    }

    /// Handles an input that no journal holds. One that starts an instance with a home only waits:
    /// the next write handles it, after the home's journal.
    void handle(InstanceUpdate<S, I> update, Waiting<I> input) {
        if (startsAtHome(update, input)) update.keep(input);
        else if (handleWhatIsLeft(update)) apply(update, input);
    }

    private boolean startsAtHome(InstanceUpdate<S, I> update, Waiting<I> input) {
        update.begin(input.id(), null);
        return !update.hasStarted()
                && !update.skips(input.id())
                && update.concerns(input.input())
                && !homes(update).isEmpty();
    }

    private List<EntityRef> homes(InstanceUpdate<S, I> update) {
        return sources.values().stream()
                .filter(reader -> reader.source().isHome())
                .map(reader -> new EntityRef(reader.source().type().name(), update.before().key()))
                .toList();
    }

    private void start(InstanceUpdate<S, I> update) {
        update.start();
        homes(update).forEach(update::fallBehind);
    }

    private void apply(InstanceUpdate<S, I> update, Waiting<I> input) {
        update.begin(input.id(), null);
        update.count();
        if (!update.skips(input.id()))
            update.apply(input.input(), input.id(), input.correlationId());
    }

    /// Handles the journals that the instance is behind, and then the inputs that wait.
    ///
    /// @return false where this write has no room for all of them
    boolean handleWhatIsLeft(InstanceUpdate<S, I> update) {
        if (!catchUp(update, false)) return false;
        for (var input : update.waiting()) {
            update.begin(input.id(), null);
            if (!update.hasStarted()
                    && !update.skips(input.id())
                    && update.concerns(input.input())) {
                start(update);
                if (!catchUp(update, true)) return false;
            }
            if (update.room() == 0) return false;
            apply(update, input);
            update.drop(input);
        }
        return true;
    }

    /// Handles what it was parked at, what waits, what was passed over meanwhile, and the timers
    /// that are due. While it was parked no commit was copied: the journals hold them.
    void handleAllThatIsDue(InstanceUpdate<S, I> update, Instant now) {
        var parked = update.before().parked();
        update.unpark();
        if (parked != null && parked.entity() != null) update.fallBehind(parked.entity());
        var isAllHandled = handleWhatIsLeft(update);
        if (parked != null) update.heard().forEach(update::fallBehind);
        if (!isAllHandled || !catchUp(update, false)) return;
        for (var timer : due(update.before().timers(), now)) {
            if (!fire(update, timer.getKey(), timer.getValue())) return;
        }
    }

    private static List<Map.Entry<String, Timer>> due(Map<String, Timer> timers, Instant now) {
        return timers.entrySet().stream()
                .filter(timer -> !timer.getValue().at().isAfter(now))
                .sorted(
                        Map.Entry.<String, Timer>comparingByValue(Comparator.comparing(Timer::at))
                                .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /// @return false where this write has no room for it
    private boolean fire(InstanceUpdate<S, I> update, String name, Timer timer) {
        var id = "timer " + name + " " + timer.at();
        if (timer.having() != null) update.fallBehind(timer.having());
        if (!catchUp(update, false) || update.room() == 0) return false;
        update.begin(id, null);
        update.count();
        if (!update.removeTimer(name, timer)) return true;
        if (update.skips(id)) update.applySkip(id, null, timer.correlationId());
        else update.apply(process.due(name), id, timer.correlationId());
        return true;
    }

    /// Handles the journals that the instance is behind, its homes first.
    ///
    /// @param isPart whether the commit or input at hand needs the journals: if one of them cannot
    ///   be read, that commit or input is what fails; otherwise the journal's entity is
    /// @return false where this write has no room for all of them
    private boolean catchUp(InstanceUpdate<S, I> update, boolean isPart) {
        if (update.behind().isEmpty()) return true;
        if (!update.hasStarted() && !startBehind(update)) return true;
        var what = update.at();
        var of = update.of();
        var homes = homes(update);
        return update.behind().stream()
                .sorted(
                        Comparator.comparing((EntityRef entity) -> !homes.contains(entity))
                                .thenComparing(EntityRef::toString))
                .allMatch(entity -> {
                    if (isPart) update.begin(what, of);
                    else update.begin(entity.toString(), entity);
                    if (!source(entity).catchUp(update, entity.id())) return false;
                    update.caughtUp(entity);
                    return true;
                });
    }

    /// Starts the instance, if anything in the journals that it is behind does so.
    private boolean startBehind(InstanceUpdate<S, I> update) {
        for (var entity : update.behind()) {
            update.begin(entity.toString(), entity);
            if (source(entity).starts(update, entity.id())) {
                start(update);
                return true;
            }
            update.caughtUp(entity);
        }
        return false;
    }

    private SourceReader<?, I> source(EntityRef entity) {
        var source = sources.get(entity.type());
        if (source == null)
            throw new IllegalStateException(process.type().name() + " hears no " + entity);
        return source;
    }
}
