package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The effects to send and timers that an instance has after one write, and whether it finished.
final class OwedEffects {
    private final ProcessType<?, ?> type;
    private final String key;
    private final @Nullable EntityRef home;
    private final Instant now;
    private final int before;
    private final List<Owed> owed;
    private final Map<String, Timer> timers;
    private boolean finished;

    /// @param home the instance's home; null if its process has none
    /// @param now when the inputs that cause effects are handled
    OwedEffects(
            ProcessType<?, ?> type,
            Instance<?, ?> instance,
            @Nullable EntityRef home,
            Instant now) {
        this.type = type;
        this.key = instance.key();
        this.home = home;
        this.now = now;
        this.before = instance.owed().size();
        this.owed = new ArrayList<>(instance.owed());
        this.timers = new HashMap<>(instance.timers());
        this.finished = instance.finished();
    }

    /// Notes an effect.
    ///
    /// @param cause the input's id: a command's id is derived from it, the position and the name
    void add(Effect effect, String cause, int position, String correlationId) {
        switch (effect) {
            case Effect.Send<?> send -> {
                requireDeclared(send);
                var id =
                        Ids.of(
                                type.name(),
                                key,
                                cause,
                                String.valueOf(position),
                                send.commandName());
                owed.add(new Owed(id, send, correlationId, cause, owedSince(send)));
            }
            case Effect.Publish publish ->
                    owed.add(new Owed(publish.message().id(), publish, correlationId, cause, null));
            case Effect.WakeAt(var timer, var when, var catchUpFirst) ->
                    wake(timer, when, catchUpFirst, correlationId, cause);
            case Effect.WakeAfter(var timer, var delay, var catchUpFirst) ->
                    wake(timer, now.plus(delay), catchUpFirst, correlationId, cause);
            case Effect.Forget(var timer) -> timers.remove(timer);
            case Effect.Finish() -> {
                finished = true;
                timers.clear();
            }
        }
    }

    private void wake(
            String timer, Instant when, boolean catchUpFirst, String correlationId, String cause) {
        if (catchUpFirst && home == null) {
            throw new IllegalStateException(
                    "%s has no home entity to catch up with before the timer %s"
                            .formatted(type.name(), timer));
        }
        timers.put(timer, new Timer(when, catchUpFirst ? home : null, correlationId, cause));
    }

    /// Null for the home: items of earlier code have no such time. If such a command is sent again,
    /// the home's journal is searched to its beginning.
    private @Nullable Instant owedSince(Effect.Send<?> send) {
        return new EntityRef(send.to().name(), send.entityId()).equals(home) ? null : now;
    }

    private void requireDeclared(Effect.Send<?> send) {
        if (type.commands().contains(send.to())) return;
        throw new IllegalStateException(
                "%s declares commands to %s only, but returned: %s"
                        .formatted(
                                type.name(),
                                type.commands().stream().map(EntityType::name).toList(),
                                send));
    }

    /// Removes an effect that has its outcome.
    ///
    /// @return false if another function recorded one before
    boolean strikeOff(Owed effect) {
        return owed.removeIf(one -> one.id().equals(effect.id()));
    }

    /// Removes a timer, unless it was replaced or removed since it was seen.
    boolean removeTimer(String name, Timer seen) {
        return timers.remove(name, seen);
    }

    /// How many more effects are owed than before.
    int added() {
        return owed.size() - before;
    }

    List<Owed> owed() {
        return owed;
    }

    Map<String, Timer> timers() {
        return timers;
    }

    boolean finished() {
        return finished;
    }
}
