package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityType;
import java.util.Optional;
import java.util.function.BiFunction;

/// Events of one type of entity, as inputs of a process.
///
/// @param isHome whether the entity whose id is an instance's key is its home: an instance that
///   something else starts handles the home's journal first, since its commits came before
public record Source<E, I>(EntityType<?, ?, E, ?> type, Routing<E, I> routing, boolean isHome)
        implements Hears<I> {
    /// Leads an event to an instance; empty if it concerns none.
    @FunctionalInterface
    public interface Routing<E, I> {
        Optional<Routed<I>> route(Commit<E> commit, E event);
    }

    /// An input, and the key of the instance it is for.
    public record Routed<I>(String key, I input) {}

    /// Every event of an entity, for the instance whose key is the entity's id.
    public static <E, I> Source<E, I> home(
            EntityType<?, ?, E, ?> type, BiFunction<Commit<E>, E, I> input) {
        return new Source<>(
                type,
                (commit, event) ->
                        Optional.of(new Routed<>(commit.entityId(), input.apply(commit, event))),
                true);
    }
}
