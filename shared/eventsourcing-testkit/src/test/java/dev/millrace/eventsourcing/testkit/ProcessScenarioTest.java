package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.testkit.Account.Rejection.ALREADY_OPEN;
import static dev.millrace.eventsourcing.testkit.Account.Rejection.NOT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Transfer.Input;
import dev.millrace.eventsourcing.testkit.Transfer.State;
import dev.millrace.eventsourcing.testkit.Transfer.Told.TransferFailed;
import dev.millrace.eventsourcing.testkit.Transfer.Told.Transferred;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessScenarioTest {
    private static final Instant NOW = Commits.BEGINNING;
    private static final Input ASKED = new Input.Asked("old", "new", NOW, null);
    private static final Input PAID_OUT = new Input.PaidOut(BigDecimal.TEN);
    private static final WakeAt WAKE = new WakeAt("late", NOW.plus(Transfer.DEADLINE), true);

    private final ProcessScenario<State, Input> transfer = ProcessScenario.of(new Transfer(), NOW);

    @Test
    void a_scenario_continues_after_each_then() {
        var done =
                transfer.when(ASKED)
                        .then(WAKE, send("old", new CloseAccount()))
                        .when(PAID_OUT)
                        .then(open(), deposit())
                        .when(new Input.Arrived())
                        .then(
                                new Publish(
                                        new Transferred(
                                                Ids.of("transferred", "old"),
                                                "new",
                                                BigDecimal.TEN)),
                                new Finish())
                        .when(ASKED)
                        .thenNothing()
                        .after(Duration.ofDays(1))
                        .thenNothing();
        assertThat(done.isFinished()).isTrue();
    }

    @Test
    void an_input_that_continues_an_instance_starts_none() {
        var after = transfer.when(PAID_OUT).thenNothing();

        assertThat(after.hasStarted()).isFalse();
        assertThat(transfer.given(PAID_OUT).state()).isEqualTo(new State.Unasked());
    }

    @Test
    void a_timer_fires_once_and_not_before_it_is_due() {
        transfer.given(ASKED)
                .after(Transfer.DEADLINE.minusNanos(1))
                .thenNothing()
                .after(Duration.ofNanos(1))
                .then(
                        new Publish(new TransferFailed(Ids.of("failed", "old"), "old", null)),
                        new Finish())
                .after(Duration.ofDays(1))
                .thenNothing();
    }

    @Test
    void a_failure_shows_the_whole_story() {
        var asked = transfer.given(ASKED).when(PAID_OUT);

        assertThatThrownBy(asked::thenNothing)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("given " + ASKED)
                .hasMessageContaining("when " + PAID_OUT);
        assertThatThrownBy(() -> asked.then(WAKE)).isInstanceOf(AssertionError.class);
    }

    @Nested
    class WhereCommandsAreRejected {
        private final Publish failed =
                new Publish(new TransferFailed(Ids.of("failed", "old"), "old", "NOT_OPEN"));

        @Test
        void each_rejection_is_an_input_and_what_it_owes_comes_after_the_commands() {
            var done =
                    transfer.given(ASKED)
                            .rejecting(Account.TYPE, NOT_OPEN)
                            .when(PAID_OUT)
                            .then(open(), deposit(), failed, new Finish());

            assertThat(done.isFinished()).isTrue();
        }

        @Test
        void an_unexpected_rejection_is_also_an_input() {
            var after = transfer.given(ASKED).rejecting(Account.TYPE, ALREADY_OPEN).when(PAID_OUT);

            assertThatThrownBy(() -> after.then(open(), deposit()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("reason=ALREADY_OPEN");
        }

        @Test
        void no_command_is_rejected_once_rejecting_has_ended() {
            transfer.when(ASKED)
                    .then(WAKE, send("old", new CloseAccount()))
                    .rejecting(Account.TYPE, NOT_OPEN)
                    .rejecting(Account.TYPE, null)
                    .when(PAID_OUT)
                    .then(open(), deposit());
        }

        @Test
        void entities_of_another_type_reject_nothing() {
            var other = Account.typeWithSnapshots(2);

            transfer.given(ASKED).rejecting(other, NOT_OPEN).when(PAID_OUT).then(open(), deposit());
        }
    }

    private static Send<Account.Command> open() {
        return send("new", new OpenAccount("new"));
    }

    private static Send<Account.Command> deposit() {
        return send("new", new Deposit(BigDecimal.TEN, "old"));
    }

    private static Send<Account.Command> send(String to, Account.Command command) {
        return new Send<>(Account.TYPE, to, command);
    }
}
