package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect.Send;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A process manager with state: a pure function from a state and an input to the next state and
/// the effects owed. The host stores both in one write before any effect leaves.
///
/// ```java
/// return switch (input) {
///     case Placed(var id) ->
///         Transition.to(new State(id), new WakeAt("late", time.happenedAt().plus(TIME), true));
///     case Late() -> Transition.to(state, new Send<>(ORDER, state.id(), new CancelOrder()));
///     case Ended() -> Transition.to(state, new Finish());
/// };
/// ```
///
/// @param <S> its state
/// @param <I> its inputs: events of entities, messages from the bus, its timers, the rejections of
///   its commands
public interface StatefulProcess<S, I> {
    ProcessType<S, I> type();

    /// Whether an input concerns an instance. The host asks this for every input, also for timers,
    /// outcomes and skips. If it is [Interest#NONE], the input is dropped.
    Interest interest(I input);

    /// The next state, and the effects owed.
    ///
    /// @param state before the input
    Transition<S> on(S state, I input, InputTime time);

    /// The input for a due timer. The state contains what the timer is about.
    I due(String timer);

    /// The input for the rejection of a command.
    ///
    /// Only the process remembers a rejection. Two functions may send the same command, and the
    /// slower one may find a changed entity that accepts it. So what the process decides must be
    /// right with either outcome: either the rejection is final, or nothing final follows from it.
    I rejected(Rejection<?, ?> rejection);

    /// Whether a rejection may happen in normal operation. Any other rejection is reported, too.
    default boolean expects(Rejection<?, ?> rejection) {
        return false;
    }

    /// The input for the acceptance of a command, if the command asked for it. The time of the
    /// input is when the acceptance was recorded.
    ///
    /// @throws IllegalStateException if the process asks for acceptances and does not override this
    default I accepted(Send<?> send) {
        throw new IllegalStateException(
                type().name() + " has no input for the acceptance of " + send);
    }

    /// The input for a skip: an operator or the policy has dropped a command, a commit or a timer
    /// of this instance for good, or the target of a command is erased. The input happened when it
    /// was dropped. Null if the process need not know.
    ///
    /// @param command the dropped command; null for a commit or a timer, which the process then
    ///   never handles
    default @Nullable I skipped(@Nullable Send<?> command) {
        return null;
    }

    /// The state that is kept once the home of an idle instance is erased: what later inputs need,
    /// without personal data. By default it is the initial state.
    default S erased(S state) {
        return type().initial();
    }

    /// Whether another commit of the home must follow, if nothing is owed: a command of the process
    /// was accepted, and its event has not arrived yet. If the journal has no such commit, a
    /// restore has lost it.
    default boolean expectsCommit(S state) {
        return false;
    }

    /// The state and effects with which an instance starts again, if a restore lost commits of its
    /// home that it has handled: a state from before the first commit of the home, with everything
    /// that is in no journal. The home's journal is handled after that. Owed effects and waiting
    /// inputs are kept. By default it is null: the instance has not started. A process that
    /// receives the bus overrides this, because an input that was handled is not delivered again.
    default @Nullable Transition<S> rewound(S state, Instant at) {
        return null;
    }

    default OnDefect onDefect() {
        return OnDefect.PARK;
    }

    /// Whether an input concerns an instance.
    enum Interest {
        /// Starts the instance if there is none. Earlier commits of its home are handled first.
        START,
        /// It concerns an instance that has started, or starts in the same write.
        CONTINUE,
        /// It concerns no instance.
        NONE
    }
}
