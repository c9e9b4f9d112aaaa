package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.StatelessProcess;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Account.Event;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The scenarios of stateless processes and of views.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ScenariosTest {
    private static final BigDecimal TEN = BigDecimal.TEN;
    private static final Send<?> GIFT = new Send<>(Account.TYPE, "a", new Deposit(TEN, "a/1/0"));

    /// Makes a gift into each new account. If the gift is rejected, it opens the account `bank`.
    private static final class Gift implements StatelessProcess<Event> {
        @Override
        public String name() {
            return "gift";
        }

        @Override
        public EntityType<?, ?, Event, ?> source() {
            return Account.TYPE;
        }

        @Override
        public List<? extends Immediate> on(Event event, Envelope envelope) {
            if (!(event instanceof AccountOpened)) return List.of();
            var gift = new Deposit(TEN, envelope.eventId());
            return List.of(new Send<>(Account.TYPE, envelope.entity().id(), gift));
        }

        @Override
        public List<? extends Immediate> rejected(Rejection<?, ?> rejection) {
            return List.of(new Send<>(Account.TYPE, "bank", new OpenAccount("bank")));
        }
    }

    @Test
    void a_stateless_process_answers_effects_or_nothing() {
        var gift = StatelessScenario.of(new Gift(), "a");

        gift.when(new AccountOpened("ada"))
                .then(GIFT)
                .when(new Deposited(TEN, null))
                .thenNothing()
                .whenRejected(Rejection.of(GIFT, Account.Rejection.NOT_OPEN))
                .then(new Send<>(Account.TYPE, "bank", new OpenAccount("bank")))
                .when(new AccountOpened("ada"))
                .then(new Send<>(Account.TYPE, "a", new Deposit(TEN, "a/3/0")));

        assertThatThrownBy(gift.when(new AccountOpened("ada"))::thenNothing)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("when AccountOpened[owner=ada]");
        assertThatThrownBy(() -> gift.when(new AccountClosed()).then(GIFT))
                .isInstanceOf(AssertionError.class);
    }

    private record Balance(BigDecimal amount) {}

    private static @Nullable Balance balance(@Nullable Balance before, Commit<Event> commit) {
        var sum = before == null ? BigDecimal.ZERO : before.amount();
        for (var event : commit.events()) {
            if (event instanceof AccountClosed) return null;
            if (event instanceof Deposited(var amount, _)) sum = sum.add(amount);
        }
        return new Balance(sum);
    }

    private static ViewType<Balance, Event> view(Rows<Balance, Event> rows) {
        return new ViewType<>("balances", Account.TYPE, Balance.class, rows, _ -> Map.of(), null);
    }

    @Test
    void a_view_has_one_row_for_each_entity_or_none() {
        ViewScenario.of(view(new Rows.OnePerEntity<>(ScenariosTest::balance)), "a")
                .when(new AccountOpened("ada"), new Deposited(TEN, null))
                .thenRow(new Balance(TEN))
                .when(new AccountClosed())
                .thenNoRow();
    }

    @Test
    void a_view_may_have_several_rows_with_names() {
        var rows =
                new Rows.Named<Balance, Event>(_ -> Set.of("day 1"), _ -> ScenariosTest::balance);
        var scenario = ViewScenario.of(view(rows), "a").when(new AccountOpened("ada"));

        scenario.thenRow("day 1", new Balance(BigDecimal.ZERO)).thenNoRow("day 2");

        assertThatThrownBy(() -> scenario.thenRow("day 1", new Balance(TEN)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("row day 1 after 1 commits");
        assertThatThrownBy(() -> scenario.thenNoRow("day 1")).isInstanceOf(AssertionError.class);
    }
}
