package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import java.util.List;
import java.util.stream.Stream;

/// A given/when/then test of a [Decider]: given past events, when a command is decided, then it
/// causes events, a rejection or nothing.
///
/// ```java
/// parcel.given(registered).when(giveBack).thenEvents(returned).when(giveBack).thenNothing();
/// ```
///
/// A scenario continues after each `then`: its events belong to the history of the next command.
public final class DeciderScenario<S, C, E, R> {
    private final Decider<S, C, E, R> decider;
    private final List<E> history;

    private DeciderScenario(Decider<S, C, E, R> decider, List<E> history) {
        this.decider = decider;
        this.history = history;
    }

    /// A scenario without events.
    public static <S, C, E, R> DeciderScenario<S, C, E, R> of(Decider<S, C, E, R> decider) {
        return new DeciderScenario<>(decider, List.of());
    }

    /// Adds events to the history.
    @SafeVarargs
    public final DeciderScenario<S, C, E, R> given(E... events) {
        return after(List.of(events));
    }

    public When when(C command) {
        return new When(command, decider.decide(state(), command));
    }

    /// The state after all events so far.
    public S state() {
        return decider.evolve(decider.initial(), history);
    }

    private DeciderScenario<S, C, E, R> after(List<E> events) {
        return new DeciderScenario<>(
                decider, Stream.concat(history.stream(), events.stream()).toList());
    }

    /// A decided command, whose outcome the test checks next.
    public final class When {
        private final C command;
        private final Decision<E, R> decision;

        private When(C command, Decision<E, R> decision) {
            this.command = command;
            this.decision = decision;
        }

        /// Asserts that the command is accepted and causes exactly these events.
        @SafeVarargs
        public final DeciderScenario<S, C, E, R> thenEvents(E... events) {
            return then(new Decision.Accepted<>(List.of(events)));
        }

        /// Asserts that the command is rejected for this reason.
        public DeciderScenario<S, C, E, R> thenRejected(R reason) {
            return then(new Decision.Rejected<>(reason));
        }

        /// Asserts that the command is accepted and causes nothing: it had its effect before.
        public DeciderScenario<S, C, E, R> thenNothing() {
            return then(new Decision.Accepted<>(List.of()));
        }

        private DeciderScenario<S, C, E, R> then(Decision<E, R> expected) {
            assertThat(decision).as("given %s%n when %s", history, command).isEqualTo(expected);
            return after(expected.events());
        }
    }
}
