package dev.millrace.eventsourcing;

import java.util.List;
import java.util.function.BiFunction;

/// The rules of one kind of entity, as three pure values.
///
/// `decide` answers a command with the events it causes or the reason it is rejected; repeating a
/// command that already took effect accepts nothing new (the one that begins an entity is rejected
/// instead). `evolve` folds an event into the state; an event that cannot happen in a state throws.
/// Time and ids arrive inside the command.
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
