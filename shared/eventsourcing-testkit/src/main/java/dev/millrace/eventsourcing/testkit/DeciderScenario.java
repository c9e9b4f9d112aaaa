package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import java.util.List;
import java.util.stream.Stream;

/// Tests of a decider, as sentences: given these events, when this command, then those events, a
/// rejection or nothing.
///
/// ```java
/// parcel.given(registered).when(giveBack).thenEvents(returned).when(giveBack).thenNothing();
/// ```
///
/// A scenario goes on where it ended: the events that followed are given to the next command.
public final class DeciderScenario<S, C, E, R> {
    private final Decider<S, C, E, R> decider;
    private final List<E> history;

    private DeciderScenario(Decider<S, C, E, R> decider, List<E> history) {
        this.decider = decider;
        this.history = history;
    }

    /// Nothing has happened yet.
    public static <S, C, E, R> DeciderScenario<S, C, E, R> of(Decider<S, C, E, R> decider) {
        return new DeciderScenario<>(decider, List.of());
    }

    /// These events happened, after those already given.
    @SafeVarargs
    public final DeciderScenario<S, C, E, R> given(E... events) {
        return after(List.of(events));
    }

    public When when(C command) {
        return new When(command, decider.decide(state(), command));
    }

    /// The state that the events lead to.
    public S state() {
        return decider.evolve(decider.initial(), history);
    }

    private DeciderScenario<S, C, E, R> after(List<E> events) {
        return new DeciderScenario<>(
                decider, Stream.concat(history.stream(), events.stream()).toList());
    }

    /// A command was decided: what follows is looked at next.
    public final class When {
        private final C command;
        private final Decision<E, R> decision;

        private When(C command, Decision<E, R> decision) {
            this.command = command;
            this.decision = decision;
        }

        /// It is accepted and causes exactly these events.
        @SafeVarargs
        public final DeciderScenario<S, C, E, R> thenEvents(E... events) {
            return then(new Decision.Accepted<>(List.of(events)));
        }

        /// It is rejected for this reason.
        public DeciderScenario<S, C, E, R> thenRejected(R reason) {
            return then(new Decision.Rejected<>(reason));
        }

        /// It is accepted and causes nothing: it had its effect before.
        public DeciderScenario<S, C, E, R> thenNothing() {
            return then(new Decision.Accepted<>(List.of()));
        }

        private DeciderScenario<S, C, E, R> then(Decision<E, R> expected) {
            assertThat(decision).as("given %s%n when %s", history, command).isEqualTo(expected);
            return after(expected.events());
        }
    }
}
