package dev.millrace.eventsourcing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a process wants done, as data.
public sealed interface Effect {

    /// A command to an entity. If it is refused, the process hears of it.
    record Send<C>(EntityType<?, C, ?, ?> to, String entityId, C command) implements Effect {
        @Override
        public String toString() {
            return "send %s to %s#%s".formatted(command, to.name(), entityId);
        }
    }

    /// A message to the world.
    record Publish(Message message) implements Effect {}

    /// Wake me at an instant. A second one of the same name takes the place of the first.
    ///
    /// @param having an entity whose journal is to be taken first, to its end: what is found there
    ///   may forget the timer
    record WakeAt(String timer, Instant at, @Nullable EntityRef having) implements Effect {}

    /// Forget a timer; one that is not there is forgotten already.
    record Forget(String timer) implements Effect {}

    /// Nothing that comes later is owed anything: the instance absorbs it, and its timers are gone.
    record Finish() implements Effect {}
}
