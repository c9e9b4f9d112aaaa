package dev.millrace.eventsourcing;

import java.util.List;
import java.util.function.BiFunction;

/// The rules of one type of entity, as three pure values. Time and ids arrive inside the command.
///
/// `decide` answers a command with the events it causes, or with the reason why it is rejected. A
/// command that already took effect is accepted without events, or rejected if it begins an entity.
/// `evolve` folds an event into the state, and throws if the event cannot happen in that state.
///
/// ```java
/// case ShipOrder() -> switch (order) {
///     case None() -> reject(NOT_FOUND);
///     case Placed() -> accept(new OrderShipped());
///     case Shipped() -> accept();
///     case Cancelled() -> reject(ALREADY_CANCELLED);
/// };
/// ```
///
/// @param initial the state before the first event
public record Decider<S, C, E, R>(
        S initial, BiFunction<S, C, Decision<E, R>> decide, BiFunction<S, E, S> evolve) {

    public Decision<E, R> decide(S state, C command) {
        return decide.apply(state, command);
    }

    /// The state after these events.
    public S evolve(S state, List<E> events) {
        var next = state;
        for (var event : events) next = evolve.apply(next, event);
        return next;
    }
}
