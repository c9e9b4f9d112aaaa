package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect.Send;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A process manager with state: a pure function from a state and an input to the next state and
/// the effects owed. The host stores both in one write before any effect leaves.
///
/// @param <S> its state
/// @param <I> its inputs: events of entities, messages from the bus, its timers, the rejections of
///   its commands
public interface StatefulProcess<S, I> {
    ProcessType<S, I> type();

    /// Whether an input concerns an instance. Asked of every input, also of timers, outcomes and
    /// skips: NONE drops it.
    Interest interest(I input);

    /// The next state, and what is owed.
    ///
    /// @param state before the input
    Transition<S> on(S state, I input, InputTime time);

    /// The input that a timer is once it is due. What the timer is about stands in the state.
    I due(String timer);

    /// The input that the rejection of a command is.
    ///
    /// Only the process remembers a rejection. So whatever it decides must hold whatever becomes of
    /// the command later: either the rejection is final, or nothing final follows from it. Two
    /// functions may be sending the same command, and the slower one may meet a changed entity.
    I rejected(Rejection<?, ?> rejection);

    /// Whether a rejection may happen in normal operation. Any other is reported, besides being an
    /// input.
    default boolean expects(Rejection<?, ?> rejection) {
        return false;
    }

    /// The input that the acceptance of a command is, if the command asked for it. The time of the
    /// input is when the acceptance was recorded.
    ///
    /// @throws IllegalStateException if the process asks for acceptances and does not override this
    default I accepted(Send<?> send) {
        throw new IllegalStateException(
                type().name() + " has no input for the acceptance of " + send);
    }

    /// The input that a skip is: an operator or the policy has dropped a command, a commit or a
    /// timer of this instance for good, or the target of a command is erased. The input happened
    /// when it was dropped. Absent if the process need not know.
    ///
    /// @param command what was dropped; absent for a commit or a timer, which the process then
    ///   never handles
    default @Nullable I skipped(@Nullable Send<?> command) {
        return null;
    }

    /// What is kept of the state once the home of the instance is erased: what later inputs need,
    /// and nothing of a person. By default that is the initial state. The instance is idle then.
    default S erased(S state) {
        return type().initial();
    }

    /// Whether a commit of the home must follow those that this state has handled, if nothing is
    /// owed: one of its commands was accepted, and the event of that is still to come. If the
    /// journal has no such commit, a restore has lost it.
    default boolean expectsCommit(S state) {
        return false;
    }

    /// What an instance begins with again after it has handled commits of its home that the journal
    /// lost in a restore: a state from before the first commit of the home, with all that no
    /// journal holds, and effects. The home's journal is handled after that. What the instance owes
    /// and the inputs that wait are kept. By default the instance has not started. A process that
    /// hears the bus overrides this: an input that was handled does not come again.
    default @Nullable Transition<S> rewound(S state, Instant at) {
        return null;
    }

    default OnDefect onDefect() {
        return OnDefect.PARK;
    }

    /// Whether an input concerns an instance.
    enum Interest {
        /// It starts the instance if there is none; the earlier commits of its home entity are
        /// handled first.
        START,
        /// It concerns an instance that has started, or starts in the same write.
        CONTINUE,
        /// It concerns no instance.
        NONE
    }
}
