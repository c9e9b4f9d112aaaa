package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one turn takes of what an instance is told, and in which order: nothing here is written, or
/// sent.
final class Intake<S, I> {
    private final StatefulProcess<S, I> process;
    private final Map<String, Source<?, I>> sources;

    /// @param sources by the persisted name of their entities
    Intake(StatefulProcess<S, I> process, Map<String, Source<?, I>> sources) {
        this.process = process;
        this.sources = sources;
    }

    /// Takes a commit, and where it starts the instance what was said before it was there.
    <E> void take(Turn<S, I> turn, Source<E, I> source, Commit<E> commit) {
        var wasThere = turn.hasStarted();
        source.take(turn, commit);
        if (!wasThere && turn.hasStarted()) {
            takeHome(turn, new EntityRef(source.type(), commit.entityId()));
        }
    }

    /// Whether an input starts the instance, and a journal is to be taken before it.
    boolean startsAtHome(Turn<S, I> turn, Waiting<I> input) {
        turn.begin(input.id(), null);
        return !turn.hasStarted()
                && !turn.skips(input.id())
                && turn.concerns(input.input())
                && sources.values().stream().anyMatch(source -> home(turn, source).isPresent());
    }

    private Optional<String> home(Turn<S, I> turn, Source<?, I> source) {
        return source.home().apply(turn.before().key());
    }

    /// Takes an input that no journal holds.
    void take(Turn<S, I> turn, Waiting<I> input) {
        turn.begin(input.id(), null);
        if (turn.skips(input.id())) return;
        if (!turn.hasStarted() && turn.concerns(input.input())) {
            turn.start();
            takeHome(turn, null);
            turn.begin(input.id(), null);
        }
        turn.take(input.input(), input.id(), input.correlationId());
    }

    /// An instance that starts takes what was said before it was there.
    ///
    /// @param taken the entity a commit of which started it, if one did: its journal was taken
    private void takeHome(Turn<S, I> turn, @Nullable EntityRef taken) {
        for (var source : sources.values()) {
            home(turn, source)
                    .filter(id -> !new EntityRef(source.type(), id).equals(taken))
                    .ifPresent(id -> source.catchUp(turn, id));
        }
    }

    /// Takes the inputs that could not be taken when they came, in order.
    void takeWhatWaits(Turn<S, I> turn) {
        for (var input : turn.waiting()) {
            take(turn, input);
            turn.drop(input);
        }
    }

    /// Takes what it was parked at and what was passed over meanwhile, what waits, and the timers
    /// that are due.
    void takeAllThatIsDue(Turn<S, I> turn, Instant now) {
        var parked = turn.before().parked();
        turn.unpark();
        if (parked != null && parked.entity() != null) catchUp(turn, parked.entity());
        takeWhatWaits(turn);
        if (parked != null) takeWhatWasPassedOver(turn);
        turn.before().timers().entrySet().stream()
                .filter(timer -> !timer.getValue().at().isAfter(now))
                .sorted(
                        Map.Entry.<String, Timer>comparingByValue(Comparator.comparing(Timer::at))
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(timer -> fire(turn, timer.getKey(), timer.getValue()));
    }

    /// While it was parked nothing was copied: the journals hold it.
    private void takeWhatWasPassedOver(Turn<S, I> turn) {
        turn.heard().stream()
                .sorted(Comparator.comparing(EntityRef::toString))
                .forEach(entity -> catchUp(turn, entity));
    }

    private void fire(Turn<S, I> turn, String name, Timer timer) {
        var id = "timer " + name + " " + timer.at();
        if (timer.having() != null) catchUp(turn, timer.having());
        turn.begin(id, null);
        if (!turn.takeOut(name, timer)) return;
        if (turn.skips(id)) turn.takeSkip(id, null, timer.correlationId());
        else turn.take(process.due(name), id, timer.correlationId());
    }

    private void catchUp(Turn<S, I> turn, EntityRef entity) {
        var source = sources.get(entity.type());
        if (source == null) throw new IllegalStateException(process.name() + " hears no " + entity);
        turn.begin(entity.toString(), entity);
        source.catchUp(turn, entity.id());
    }
}
