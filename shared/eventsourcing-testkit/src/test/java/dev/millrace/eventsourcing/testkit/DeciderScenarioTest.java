package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.testkit.Account.Rejection.NOT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Account.Event.PaidOut;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DeciderScenarioTest {
    private static final BigDecimal TEN = BigDecimal.TEN;

    private final DeciderScenario<Account, Account.Command, Account.Event, Account.Rejection>
            account = DeciderScenario.of(Account.TYPE.decider());

    @Test
    void a_scenario_continues_after_each_then() {
        account.when(new Deposit(TEN, null))
                .thenRejected(NOT_OPEN)
                .when(new OpenAccount("Ada"))
                .thenEvents(new AccountOpened("Ada"))
                .given(new Deposited(TEN, null))
                .when(new CloseAccount())
                .thenEvents(new PaidOut(TEN), new AccountClosed())
                .when(new CloseAccount())
                .thenNothing();
    }

    @Test
    void its_state_is_the_fold_of_the_events() {
        assertThat(account.given(new AccountOpened("Ada"), new Deposited(TEN, null)).state())
                .isEqualTo(new Account.Open("Ada", TEN));
    }

    @Test
    void a_failure_shows_the_whole_story() {
        var decided = account.given(new AccountOpened("Ada")).when(new Deposit(TEN, "salary"));

        assertThatThrownBy(() -> decided.thenRejected(NOT_OPEN))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("given [AccountOpened[owner=Ada]]")
                .hasMessageContaining("when Deposit[amount=10, note=salary]")
                .hasMessageContaining("Rejected[reason=NOT_OPEN]")
                .hasMessageContaining("Accepted[events=[Deposited[amount=10, note=salary]]]");
    }

    @Test
    void then_nothing_accepts_neither_a_rejection_nor_events() {
        var rejected = account.when(new CloseAccount());
        var closed = account.given(new AccountOpened("Ada")).when(new CloseAccount());

        assertThatThrownBy(rejected::thenNothing).isInstanceOf(AssertionError.class);
        assertThatThrownBy(closed::thenNothing).isInstanceOf(AssertionError.class);
        assertThatThrownBy(closed::thenEvents).isInstanceOf(AssertionError.class);
    }
}
