package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.EntityRef;
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
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessScenarioTest {
    private static final Instant NOW = Commits.BEGINNING;
    private static final Input ASKED = new Input.Asked("old", "new", NOW, null);
    private static final Input PAID_OUT = new Input.PaidOut(BigDecimal.TEN);
    private static final WakeAt WAKE =
            new WakeAt("late", NOW.plus(Transfer.PATIENCE), new EntityRef("Account", "old"));

    private final ProcessScenario<State, Input> transfer = ProcessScenario.of(new Transfer(), NOW);

    @Test
    void a_scenario_goes_on_where_it_ended() {
        var done =
                transfer.when(ASKED)
                        .then(WAKE, send("old", new CloseAccount()))
                        .when(PAID_OUT)
                        .then(
                                send("new", new OpenAccount("new")),
                                send("new", new Deposit(BigDecimal.TEN, "old")))
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
    void what_continues_an_instance_starts_none() {
        var after = transfer.when(PAID_OUT).thenNothing();

        assertThat(after.hasStarted()).isFalse();
        assertThat(transfer.given(PAID_OUT).state()).isEqualTo(new State.Unasked());
    }

    @Test
    void a_timer_fires_once_and_not_before_it_is_due() {
        transfer.given(ASKED)
                .after(Transfer.PATIENCE.minusNanos(1))
                .thenNothing()
                .after(Duration.ofNanos(1))
                .then(
                        new Publish(new TransferFailed(Ids.of("failed", "old"), "old", null)),
                        new Finish())
                .after(Duration.ofDays(1))
                .thenNothing();
    }

    @Test
    void a_failure_tells_the_whole_story() {
        var asked = transfer.given(ASKED).when(PAID_OUT);

        assertThatThrownBy(asked::thenNothing)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("given " + ASKED)
                .hasMessageContaining("when " + PAID_OUT);
        assertThatThrownBy(() -> asked.then(WAKE)).isInstanceOf(AssertionError.class);
    }

    private static Send<Account.Command> send(String to, Account.Command command) {
        return new Send<>(Account.TYPE, to, command);
    }
}
