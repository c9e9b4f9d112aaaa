package dev.millrace.eventsourcing;

import java.time.Duration;
import java.time.Instant;

/// What a process wants done, as data.
public sealed interface Effect {
    /// An effect that leaves the process: the only kind a process without state may answer.
    sealed interface Immediate extends Effect {}

    /// A command to an entity. If it is rejected, the process is given the rejection.
    ///
    /// @param reportsAcceptance whether the process is given the acceptance, too
    record Send<C>(EntityType<?, C, ?, ?> to, String entityId, C command, boolean reportsAcceptance)
            implements Immediate {
        public Send(EntityType<?, C, ?, ?> to, String entityId, C command) {
            this(to, entityId, command, false);
        }

        /// The same command; the process is given its acceptance as an input.
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

    /// A message to the bus.
    record Publish(Message message) implements Immediate {}

    /// Wakes the process at an instant. It replaces an earlier timer of the same name.
    ///
    /// @param catchUpFirst whether the journal of the instance's home is handled to its end before
    ///   the timer fires: an event found there may forget the timer
    record WakeAt(String timer, Instant at, boolean catchUpFirst) implements Effect {}

    /// Wakes the process some time after the input is handled, as [WakeAt] does. An input that was
    /// parked is handled days later: for a deadline of the business use [WakeAt], from when the
    /// input happened.
    record WakeAfter(String timer, Duration delay, boolean catchUpFirst) implements Effect {}

    /// Forgets a timer; nothing where there is none of that name.
    record Forget(String timer) implements Effect {}

    /// Ends the instance: it absorbs every later input, and its timers are gone. What it owes still
    /// leaves; the outcome is absorbed.
    record Finish() implements Effect {}
}
