package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import java.util.Optional;
import java.util.function.BiFunction;

/// Events of one type of entity, as inputs of a process.
///
/// If its type is the process's home type, an entity is the home of the instance whose key is the
/// entity's id. To all other instances it is an *other* entity: they receive only some of its
/// events, and each records the numbers of the commits that it has handled.
///
/// @param isHome whether this is the process's home type: a started instance handles every commit
///   of its home in order, and an instance that another input starts handles the home's journal
///   first
/// @param beforeStart what an instance does with an event of an other entity before it has started
public record Source<E, I>(
        EntityType<?, ?, E, ?> type, Routing<E, I> routing, boolean isHome, BeforeStart beforeStart)
        implements Subscription<I> {
    /// What an instance does with an event that comes before it has started.
    public enum BeforeStart {
        /// It records the commit's number, and reads the commit when it starts.
        REMEMBER,
        /// It drops the event. Use it for sources whose events mean nothing before the start. With
        /// two streams, "before" means handled before.
        IGNORE
    }

    /// Routes an event to at most one instance; empty if it concerns none.
    @FunctionalInterface
    public interface Routing<E, I> {
        Optional<Routed<I>> route(Commit<E> commit, E event);
    }

    /// An input, and the key of the instance it is for.
    public record Routed<I>(String key, I input) {}

    /// Routes every event of an entity to the instance whose key is the entity's id.
    public static <E, I> Source<E, I> home(
            EntityType<?, ?, E, ?> type, BiFunction<Commit<E>, E, I> input) {
        return new Source<>(
                type,
                (commit, event) ->
                        Optional.of(new Routed<>(commit.entityId(), input.apply(commit, event))),
                true,
                BeforeStart.REMEMBER);
    }

    /// Routes events of other entities to instances. Those that come before the instance has
    /// started are remembered.
    public static <E, I> Source<E, I> other(EntityType<?, ?, E, ?> type, Routing<E, I> routing) {
        return new Source<>(type, routing, false, BeforeStart.REMEMBER);
    }

    /// The same source; events that come before the instance has started are dropped.
    public Source<E, I> ignoringBeforeStart() {
        return new Source<>(type, routing, isHome, BeforeStart.IGNORE);
    }

    EntityRef entity(String entityId) {
        return new EntityRef(type.name(), entityId);
    }
}
