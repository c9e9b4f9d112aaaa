package dev.millrace.eventsourcing;

import java.time.Duration;
import java.time.Instant;

/// What a process asks for, as data.
public sealed interface Effect {
    /// An effect that leaves the process: the only kind that a stateless process may return.
    sealed interface Immediate extends Effect {}

    /// Sends a command to an entity. If it is rejected, the process receives the rejection.
    ///
    /// @param reportsAcceptance whether the process receives the acceptance, too
    record Send<C>(EntityType<?, C, ?, ?> to, String entityId, C command, boolean reportsAcceptance)
            implements Immediate {
        public Send(EntityType<?, C, ?, ?> to, String entityId, C command) {
            this(to, entityId, command, false);
        }

        /// The same command; the process receives its acceptance as an input.
        public Send<C> reportingAcceptance() {
            return new Send<>(to, entityId, command, true);
        }

        /// The persisted name of the command.
        public String commandName() {
            return to.commands().nameOf(command);
        }

        @Override
        public String toString() {
            return "send %s to %s#%s".formatted(command, to.name(), entityId);
        }
    }

    /// Publishes a message on the bus.
    record Publish(Message message) implements Immediate {}

    /// Sets a timer, which replaces an earlier timer of the same name. It fires at the first sweep
    /// after the instant.
    ///
    /// @param catchUpFirst whether the journal of the instance's home is handled to its end before
    ///   the timer fires: an event found there may remove the timer
    record WakeAt(String timer, Instant at, boolean catchUpFirst) implements Effect {}

    /// Sets a timer, as [WakeAt] does, for some time after the input is handled. A parked input may
    /// be handled days later: for a business deadline use [WakeAt], counted from when it happened.
    record WakeAfter(String timer, Duration delay, boolean catchUpFirst) implements Effect {}

    /// Removes a timer. Does nothing if there is none of that name.
    record Forget(String timer) implements Effect {}

    /// Ends the instance: its timers are removed, and it ignores every later input. Effects that it
    /// owes are still sent, but their outcomes are ignored.
    record Finish() implements Effect {}
}
