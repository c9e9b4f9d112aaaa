package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Alphabet;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Message;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A process with state: it folds its inputs, and says what each owes. Pure: effects are data.
///
/// @param <S> its state
/// @param <I> its inputs: events of entities, messages from the bus, its timers, its own refused
///   commands
public interface StatefulProcess<S, I> {

    /// Persisted in every instance's key, every command id and every commit it causes: a rename is
    /// a new process.
    String name();

    /// The state before the first input.
    S initial();

    /// Whether an input concerns an instance.
    Interest interested(I input);

    /// The state after an input.
    S evolve(S state, I input);

    /// What an input owes.
    ///
    /// @param before the state that the input finds: what it changes is told by [#evolve]
    List<Effect> react(S before, I input);

    /// The input that a timer is, once it is due.
    I due(String timer);

    /// The input that the refusal of a command is.
    ///
    /// A refusal is remembered by the process alone. So what it rests on one must hold whatever
    /// comes of the command later: either the refusal is final, or nothing final is made of it. Two
    /// functions may be sending the same command, and the slower one meet a changed entity.
    ///
    /// @param reason one of the rejections of the entity it was sent to
    I refused(Send<?> send, Object reason);

    /// Whether a refusal may happen as things are: any other is an incident, beside being an input.
    boolean expects(Send<?> send, Object reason);

    /// The input that a skip is: an operator, or the policy, has dropped a command, a commit or a
    /// timer of this instance for good. Absent where the process need not know.
    ///
    /// @param command what was dropped; absent for a commit or a timer: what that said, the process
    ///   never hears
    /// @param at when it was dropped
    default @Nullable I skipped(@Nullable Send<?> command, Instant at) {
        return null;
    }

    default OnDefect onDefect() {
        return OnDefect.PARK;
    }

    /// The persisted names of its states.
    Alphabet<S> states();

    /// The persisted names of its inputs: those from the bus are kept where they cannot be taken
    /// yet.
    Alphabet<I> inputs();

    /// The persisted names of the messages it publishes.
    Alphabet<? extends Message> messages();

    /// Whether an input concerns an instance.
    enum Interest {
        /// It starts the instance where there is none; what the entity's journal said before is
        /// folded first.
        START,
        /// It concerns an instance that has started, or starts just now.
        CONTINUE,
        /// It concerns nobody.
        NONE
    }
}
