package dev.millrace.eventsourcing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A defect in one commit parks the row of its entity, and no other.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewHostTest {
    private static final EntityRef A = new EntityRef("Account", "a");
    private static final EntityRef B = new EntityRef("Account", "b");

    private final VirtualClock clock = new VirtualClock(Commits.BEGINNING);
    private final InMemoryPorts ports = new InMemoryPorts(clock);
    private final InMemoryJournal<Account, Account.Event> journal = ports.commits(Account.TYPE);
    private final ViewType<Long, Account.Event> view =
            new ViewType<>(
                    "counts",
                    Account.TYPE,
                    Long.class,
                    new Rows.OnePerEntity<>(this::count),
                    _ -> Map.of(),
                    null);
    private final Set<Long> broken = new HashSet<>();
    private Runnable meanwhile = () -> {};
    private final ViewHost<Long, Account.Event> host = new ViewHost<>(view, ports);

    /// The same view on a machine whose clock is behind.
    private ViewHost<Long, Account.Event> late() {
        return new ViewHost<>(
                view,
                new InMemoryPorts(ports, new Faults()) {
                    @Override
                    public InstantSource clock() {
                        return () -> clock.instant().minusMillis(50);
                    }
                });
    }

    @BeforeEach
    void two_accounts_of_three_commits() {
        for (var id : List.of("a", "b")) {
            send(id, new OpenAccount("Ada"), "c1");
            for (var command : List.of("c2", "c3")) deposit(id, command);
        }
    }

    private void deposit(String id, String commandId) {
        send(id, new Deposit(BigDecimal.ONE, null), commandId);
    }

    private void send(String id, Account.Command command, String commandId) {
        ports.entities(Account.TYPE).send(id, command, new Trace(commandId, "test", "cor", null));
    }

    @Test
    void a_failing_row_is_parked_and_the_sweep_makes_it_once_it_is_repaired() {
        broken.add(2L);
        host.handle(A, journal.read("a", 0));
        assertThat(count("a")).isZero();
        assertThat(ports.reports().lines())
                .containsExactly("parked counts Account#a at Account#a/3");

        broken.clear();
        host.handle(B, journal.read("b", 0));
        host.sweep("Account#a");
        assertThat(count("a")).isZero();
        clock.advance(Duration.ofMinutes(1));
        host.sweep("Account#a");

        assertThat(count("a")).isEqualTo(3);
        assertThat(count("b")).isEqualTo(3);
        assertThat(host.parked("Account#a")).isEmpty();
    }

    @Test
    void the_row_of_an_unreadable_commit_is_parked_and_made_once_it_can_be_read() {
        host.handle(A, journal.read("a", 0).subList(0, 1));

        host.unreadable("Account#a/2", new IllegalArgumentException("newer code wrote it"));
        assertThat(host.parked("Account#a")).isPresent();
        host.redrive("Account#a");

        assertThat(count("a")).isEqualTo(3);
        assertThat(host.parked("Account#a")).isEmpty();
    }

    @Test
    void a_skip_does_not_apply_to_later_commits() {
        broken.add(2L);
        host.handle(A, journal.read("a", 0).subList(0, 2));
        host.skip("Account#a", "Account#a/2", "nobody looks at it");
        host.handle(A, journal.read("a", 0).subList(0, 2));
        assertThat(host.parked("Account#a")).isEmpty();

        host.handle(A, journal.read("a", 2));

        assertThat(host.parked("Account#a")).get().extracting("what").isEqualTo("Account#a/3");
    }

    @Test
    void a_row_that_is_parked_again_at_every_try_stays_parked() {
        broken.add(3L);
        host.handle(A, journal.read("a", 0));
        broken.clear();
        meanwhile = () -> host.unreadable("Account#a/4", new IllegalArgumentException("newer"));

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> host.redrive("Account#a"))
                .withMessage("counts Account#a lost 10 races in a row; try it again");

        assertThat(host.parked("Account#a")).get().extracting("what").isEqualTo("Account#a/4");
    }

    /// When the journal was read up to commit 3, commit 4 is delivered to a machine whose clock is
    /// behind. There it fails and is acknowledged.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_commit_that_fails_while_its_row_is_made_is_not_lost(boolean byRedrive) {
        broken.add(2L);
        host.handle(A, journal.read("a", 0));
        broken.clear();
        meanwhile =
                () -> {
                    meanwhile = () -> {};
                    deposit("a", "c4");
                    broken.add(4L);
                    late().handle(A, journal.read("a", 3));
                    broken.clear();
                };

        if (byRedrive) host.redrive("Account#a");
        else host.fromJournal(A);
        clock.advance(Duration.ofMinutes(1));
        host.sweep("Account#a");

        assertThat(count("a")).isEqualTo(4);
        assertThat(host.parked("Account#a")).isEmpty();
    }

    @Test
    void redelivery_does_not_lengthen_the_wait() {
        broken.add(2L);
        for (var n = 0; n < 5; n++) host.handle(A, journal.read("a", 0));

        assertThat(host.parked("Account#a")).get().extracting("attempts").isEqualTo(3);
    }

    @Test
    void from_the_journal_a_row_is_made_again() {
        broken.add(2L);
        host.handle(A, journal.read("a", 0));
        broken.clear();

        host.fromJournal(A);

        assertThat(count("a")).isEqualTo(3);
        assertThat(host.parked("Account#a")).isEmpty();
    }

    @Test
    void an_entity_that_it_does_not_show_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> host.fromJournal(new EntityRef("Invoice", "1")))
                .withMessage("counts does not show Invoice");
    }

    private long count(String id) {
        return ports.rows(view).load(id) instanceof Row<Long>(var count, _) ? count : 0;
    }

    private Long count(@Nullable Long before, Commit<Account.Event> commit) {
        if (broken.contains(commit.seq())) throw new IllegalStateException("cannot count");
        meanwhile.run();
        return (before == null ? 0 : before) + 1;
    }
}
