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
final class Intake<S, I> {
    private final StatefulProcess<S, I> process;
    private final Map<String, Source<?, I>> sources;

    /// @param sources by the persisted name of their entities
    Intake(StatefulProcess<S, I> process, Map<String, Source<?, I>> sources) {
        this.process = process;
        this.sources = sources;
    }

    /// Takes a commit, if it is the next one of its entity. If commits were passed over, or it
    /// starts the instance, it takes the journal to its end, and at a start the home journals.
    <E> void take(Turn<S, I> turn, Source<E, I> source, Commit<E> told) {
        if (!takeWhatIsLeft(turn)) return;
        var entity = new EntityRef(source.type(), told.entityId());
        var mark = turn.markOf(entity);
        if (told.seq() <= mark) return;
        turn.begin(entity + "/" + told.seq(), entity);
        if (turn.hasStarted() && told.seq() == mark + 1 && turn.room() > 0) {
            source.fold(turn, told);
        } else if (turn.hasStarted() || source.starts(turn, told)) {
            if (!turn.hasStarted()) start(turn);
            turn.fallBehind(entity);
            catchUp(turn, true);
        }
    }

    /// Takes an input that no journal holds. One that starts an instance with a home only waits:
    /// the next write takes it, after the home's journal.
    void take(Turn<S, I> turn, Waiting<I> input) {
        if (startsAtHome(turn, input)) turn.keep(input);
        else if (takeWhatIsLeft(turn)) fold(turn, input);
    }

    private boolean startsAtHome(Turn<S, I> turn, Waiting<I> input) {
        turn.begin(input.id(), null);
        return !turn.hasStarted()
                && !turn.skips(input.id())
                && turn.concerns(input.input())
                && !homes(turn).isEmpty();
    }

    private List<EntityRef> homes(Turn<S, I> turn) {
        return sources.values().stream()
                .flatMap(source ->
                        source.home().apply(turn.before().key()).stream()
                                .map(id -> new EntityRef(source.type(), id)))
                .toList();
    }

    private void start(Turn<S, I> turn) {
        turn.start();
        homes(turn).forEach(turn::fallBehind);
    }

    private void fold(Turn<S, I> turn, Waiting<I> input) {
        turn.begin(input.id(), null);
        turn.count();
        if (!turn.skips(input.id())) turn.take(input.input(), input.id(), input.correlationId());
    }

    /// Takes the journals that the instance is behind, and then the inputs that wait.
    ///
    /// @return false where this write has no room for all of them
    boolean takeWhatIsLeft(Turn<S, I> turn) {
        if (!catchUp(turn, false)) return false;
        for (var input : turn.waiting()) {
            turn.begin(input.id(), null);
            if (!turn.hasStarted() && !turn.skips(input.id()) && turn.concerns(input.input())) {
                start(turn);
                if (!catchUp(turn, true)) return false;
            }
            if (turn.room() == 0) return false;
            fold(turn, input);
            turn.drop(input);
        }
        return true;
    }

    /// Takes what it was parked at, what waits, what was passed over meanwhile, and the timers that
    /// are due. While it was parked no commit was copied: the journals hold them.
    void takeAllThatIsDue(Turn<S, I> turn, Instant now) {
        var parked = turn.before().parked();
        turn.unpark();
        if (parked != null && parked.entity() != null) turn.fallBehind(parked.entity());
        var isAllTaken = takeWhatIsLeft(turn);
        if (parked != null) turn.heard().forEach(turn::fallBehind);
        if (!isAllTaken || !catchUp(turn, false)) return;
        for (var timer : due(turn.before().timers(), now)) {
            if (!fire(turn, timer.getKey(), timer.getValue())) return;
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
    private boolean fire(Turn<S, I> turn, String name, Timer timer) {
        var id = "timer " + name + " " + timer.at();
        if (timer.having() != null) turn.fallBehind(timer.having());
        if (!catchUp(turn, false) || turn.room() == 0) return false;
        turn.begin(id, null);
        turn.count();
        if (!turn.takeOut(name, timer)) return true;
        if (turn.skips(id)) turn.takeSkip(id, null, timer.correlationId());
        else turn.take(process.due(name), id, timer.correlationId());
        return true;
    }

    /// Takes the journals that the instance is behind, its homes first.
    ///
    /// @param isPart whether the commit or input at hand needs the journals: if one of them cannot
    ///   be read, that commit or input is what fails; otherwise the journal's entity is
    /// @return false where this write has no room for all of them
    private boolean catchUp(Turn<S, I> turn, boolean isPart) {
        if (turn.behind().isEmpty()) return true;
        if (!turn.hasStarted() && !startBehind(turn)) return true;
        var what = turn.at();
        var of = turn.of();
        var homes = homes(turn);
        return turn.behind().stream()
                .sorted(
                        Comparator.comparing((EntityRef entity) -> !homes.contains(entity))
                                .thenComparing(EntityRef::toString))
                .allMatch(entity -> {
                    if (isPart) turn.begin(what, of);
                    else turn.begin(entity.toString(), entity);
                    if (!source(entity).catchUp(turn, entity.id())) return false;
                    turn.caughtUp(entity);
                    return true;
                });
    }

    /// Starts the instance, if anything in the journals that it is behind does so.
    private boolean startBehind(Turn<S, I> turn) {
        for (var entity : turn.behind()) {
            turn.begin(entity.toString(), entity);
            if (source(entity).starts(turn, entity.id())) {
                start(turn);
                return true;
            }
            turn.caughtUp(entity);
        }
        return false;
    }

    private Source<?, I> source(EntityRef entity) {
        var source = sources.get(entity.type());
        if (source == null) throw new IllegalStateException(process.name() + " hears no " + entity);
        return source;
    }
}
