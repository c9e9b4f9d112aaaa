package dev.millrace.eventsourcing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.ProcessType.Nothing;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.InMemoryProcessStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A defect in one commit parks that commit for that process, and nothing else.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommitHostTest {
    private static final EntityRef A = new EntityRef("Account", "a");

    private final World world = new World();
    private final InMemoryProcessStore<Nothing, Nothing> store =
            world.kept(ProcessType.withoutState("copying"));
    private final List<String> done = new ArrayList<>();
    private final Map<String, RuntimeException> broken = new HashMap<>();
    private OnDefect policy = OnDefect.PARK;

    private final class Copying implements StatelessProcess<Account.Event> {
        @Override
        public String name() {
            return "copying";
        }

        @Override
        public EntityType<?, ?, Account.Event, ?> source() {
            return Account.TYPE;
        }

        @Override
        public List<Immediate> on(Account.Event event, Envelope envelope) {
            var commit = envelope.entity().id() + "/" + envelope.seq();
            var defect = broken.get(commit);
            if (defect != null) throw defect;
            done.add(commit);
            return List.of();
        }

        @Override
        public OnDefect onDefect() {
            return policy;
        }
    }

    @BeforeEach
    void an_account_of_three_commits() {
        var accounts = world.entities(Account.TYPE);
        accounts.send("a", new OpenAccount("Ada"), new Trace("c1", "test", "cor", null));
        for (var id : List.of("c2", "c3")) {
            var deposit = new Deposit(BigDecimal.ONE, null);
            accounts.send("a", deposit, new Trace(id, "test", "cor", null));
        }
    }

    @Test
    void commits_that_are_handled_keep_no_instance() {
        handle(1, 2, 3);

        assertThat(done).containsExactly("a/1", "a/2", "a/3");
        assertThat(store.load("Account#a/1")).isEqualTo(Instance.none("Account#a/1"));
    }

    @Test
    void a_failing_commit_parks_after_three_tries_and_the_others_go_on() {
        broken.put("a/2", new IllegalStateException("no"));

        handle(1, 2, 3);

        assertThat(done).containsExactly("a/1", "a/3");
        assertThat(world.pauses).containsExactly(1, 2);
        assertThat(parked()).extracting(Parked::attempts).isEqualTo(3);
        assertThat(world.reports().lines())
                .containsExactly("parked copying Account#a/2 at Account#a/2");
        assertThat(world.reports().defects())
                .containsExactly("copying Account#a/2 at Account#a/2: no");
    }

    @Test
    void a_later_commit_that_cannot_be_read_does_not_block_the_retry_of_an_earlier_one() {
        broken.put("a/2", new IllegalStateException("no"));
        handle(2);
        broken.clear();
        world.lastReadable.set(2);

        host().redrive("Account#a/2");

        assertThat(done).containsExactly("a/2");
        assertThat(parked()).isNull();
    }

    @Test
    void an_outage_parks_nothing() {
        broken.put("a/2", new Outage("away", null));

        assertThatExceptionOfType(Outage.class).isThrownBy(() -> handle(2));

        assertThat(parked()).isNull();
        assertThat(world.pauses).isEmpty();
    }

    @Test
    void the_sweep_tries_again_when_it_is_due_and_not_before() {
        broken.put("a/2", new IllegalStateException("no"));
        handle(2);
        broken.clear();

        host().sweep("Account#a/2");
        assertThat(done).isEmpty();
        world.clock.advance(Duration.ofMinutes(1));
        host().sweep("Account#a/2");
        host().sweep("Account#a/2");

        assertThat(done).containsExactly("a/2");
        assertThat(parked()).isNull();
    }

    @Test
    void an_unreadable_commit_is_parked_and_handled_once_it_can_be_read() {
        host().unreadable("Account#a/2", new IllegalArgumentException("newer code wrote it"));
        assertThat(parked()).extracting(Parked::error).asString().contains("newer code");

        host().redrive("Account#a/2");

        assertThat(done).containsExactly("a/2");
        assertThat(parked()).isNull();
    }

    @Test
    void a_commit_of_another_journal_stays_parked_until_it_is_skipped() {
        host().unreadable("Invoice#1/7", new IllegalArgumentException("Invoice#1 is no Account"));

        host().redrive("Invoice#1/7");
        assertThat(host().parked("Invoice#1/7")).get().extracting(Parked::attempts).isEqualTo(6);
        host().skip("Invoice#1/7", "Invoice#1/7", "does not belong here");

        assertThat(host().parked("Invoice#1/7")).isEmpty();
    }

    @Test
    void a_skipped_commit_keeps_its_reason_and_stays_dropped() {
        broken.put("a/2", new IllegalStateException("no"));
        handle(2);

        host().skip("Account#a/2", "Account#a/2", "nobody needs it");
        handle(2);
        broken.clear();
        host().redrive("Account#a/2");
        host().fromJournal(A);

        assertThat(done).containsExactly("a/1", "a/3");
        assertThat(store.load("Account#a/2").skipped())
                .containsExactly(new Skipped("Account#a/2", "nobody needs it", Commits.BEGINNING));
        assertThat(parked()).isNull();
    }

    @Test
    void from_the_journal_every_commit_is_handled_and_none_stays_parked() {
        broken.put("a/2", new IllegalStateException("no"));
        handle(2);
        broken.clear();

        host().fromJournal(A);

        assertThat(done).containsExactly("a/1", "a/2", "a/3");
        assertThat(parked()).isNull();
    }

    @Test
    void the_journal_of_an_entity_that_is_not_its_source_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> host().fromJournal(new EntityRef("Invoice", "1")))
                .withMessage("copying does not subscribe to Invoice, only to [Account]");
    }

    @Test
    void if_the_policy_is_to_skip_a_failing_commit_is_dropped_with_its_error() {
        policy = OnDefect.SKIP;
        broken.put("a/2", new IllegalStateException("no"));

        handle(1, 2, 3);

        assertThat(done).containsExactly("a/1", "a/3");
        assertThat(parked()).isNull();
        assertThat(store.load("Account#a/2").skipped())
                .extracting(Skipped::reason)
                .containsExactly("java.lang.IllegalStateException: no");
    }

    private void handle(int... seqs) {
        for (var seq : seqs) {
            host().handle(A, world.commits(Account.TYPE).read("a", seq - 1, 1));
        }
    }

    private @Nullable Parked parked() {
        return store.load("Account#a/2").parked();
    }

    private CommitHost host() {
        return CommitHost.of(new Copying(), Map.of("Account", Account.TYPE), world);
    }
}
