package dev.millrace.eventsourcing.lambda.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.Transfer;
import dev.millrace.eventsourcing.testkit.Transfer.Told.TransferFailed;
import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.Findings.Kept;
import dev.millrace.eventsourcing.trace.TraceReport;
import dev.millrace.eventsourcing.trace.TraceReport.Fact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The library's sentences about any entity: here about the account `a` of [Bank], with one commit.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceSentencesTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final Parked PARKED =
            new Parked("Account#a/1", null, "no such price", 3, BEGIN, BEGIN.plusSeconds(60));
    private static final Parked FOR_GOOD =
            new Parked("Account#a/1", null, "no such price", 30, BEGIN, null);

    private final Map<String, Row<?>> rows = new HashMap<>();
    private final List<Kept> instances = new ArrayList<>();
    private Instant now = BEGIN.plusSeconds(3_600);

    TraceSentencesTest() {
        rows.put("account-view", new Row<>(new Bank.Shown(1), 1));
    }

    @Test
    void an_entity_with_nothing_pending_needs_no_sentence() {
        assertThat(report().why()).isEmpty();
    }

    @Test
    void parked_work_is_reported_with_its_time_error_next_try_and_command() {
        kept("safe-giver", Instances.parked("Account#a/1", PARKED));

        assertThat(report().why())
                .containsExactly(
                        "safe-giver is parked at Account#a/1 since 2026-03-01T12:00:00Z, after 3"
                                + " tries (no such price). Later commits and inputs of this instance wait. It is tried again at"
                                + " 2026-03-01T12:01:00Z. Once its cause is fixed: ./millrace"
                                + " redrive safe-giver Account#a/1");
    }

    @Test
    void parked_work_that_waits_for_redrive_says_so() {
        kept("safe-giver", Instances.parked("Account#a/1", FOR_GOOD));

        assertThat(report().why())
                .singleElement()
                .asString()
                .contains("after 30 tries", "It is not tried again automatically.");
    }

    @Test
    void parked_work_of_every_process_is_reported() {
        kept("safe-giver", Instances.parked("Account#a/1", PARKED));
        kept("account-view", Instances.parked("Account#a", PARKED));

        assertThat(report().why())
                .anyMatch(sentence -> sentence.startsWith("safe-giver is parked"))
                .anyMatch(sentence -> sentence.startsWith("account-view is parked"));
    }

    @Test
    void dropped_work_is_reported_with_its_reason() {
        kept(
                "safe-giver",
                Instances.skipped("Account#a/1", new Skipped("Account#a/1", "called off", BEGIN)));

        assertThat(report().why())
                .containsExactly(
                        "safe-giver dropped Account#a/1 for good at 2026-03-01T12:00:00Z: called"
                                + " off.");
    }

    /// A command or message is named with its cause and nothing else, because its content may name
    /// a person.
    @Test
    void owed_effects_are_reported_by_name_and_cause_and_name_no_person() {
        var deposit = new Send<>(Account.TYPE, "a", new Deposit(BigDecimal.TEN, "bob"));
        var failed = new Publish(new TransferFailed("m1", "bob", "bob has no account"));
        kept(
                "transfer",
                Instances.of(
                        "a",
                        List.of(
                                new Owed("o1", deposit, "r", "TransferAsked/t1", null),
                                new Owed("m1", failed, "r", "Account#a/1/0", null)),
                        Map.of(),
                        List.of()));

        assertThat(report().why())
                .singleElement()
                .asString()
                .startsWith("transfer owes effects that were not sent, or have no outcome yet: ")
                .contains(
                        "Deposit because of TransferAsked/t1",
                        "TransferFailed because of Account#a/1/0",
                        "within a minute or two")
                .doesNotContain("bob");
    }

    @Test
    void waiting_inputs_are_reported() {
        kept("transfer", waiting(null));

        assertThat(report().why())
                .singleElement()
                .asString()
                .startsWith("transfer could not handle these inputs yet: TransferAsked/t1.")
                .contains("within a minute or two");
    }

    @Test
    void the_inputs_of_a_parked_instance_wait_for_the_parked_work() {
        kept("transfer", waiting(PARKED));

        assertThat(report().why())
                .hasSize(2)
                .last()
                .asString()
                .contains("could not handle", "after the parked work");
    }

    @Test
    void a_view_that_is_behind_for_a_minute_is_reported_with_a_command() {
        rows.clear();

        assertThat(report().why())
                .containsExactly(
                        "The view account-view is 1 of 1 commits behind, so clients see an older"
                                + " state: ./millrace redrive account-view a --from-journal");
        now = BEGIN.plusSeconds(60);
        assertThat(report().why()).isEmpty();
    }

    @Test
    void each_view_of_the_type_is_a_fact() {
        assertThat(report().facts()).containsExactly(new Fact("account-view", "version 1 of 1"));
        rows.clear();
        assertThat(report().facts()).containsExactly(new Fact("account-view", "shows nothing"));
    }

    @Test
    void an_id_from_outside_is_one_word_for_the_shell() {
        kept("transfer", Instances.parked("x; rm -rf 'all'", PARKED));

        assertThat(report().why())
                .singleElement()
                .asString()
                .endsWith("./millrace redrive transfer 'x; rm -rf '\\''all'\\'''");
    }

    private static Instance<String, Transfer.Input> waiting(@Nullable Parked parked) {
        var input = new Transfer.Input.Asked("a", "b", BEGIN, null);
        return Instances.of(
                "a",
                List.of(),
                Map.of(),
                List.of(new Waiting<>("TransferAsked/t1", input, "r", null)),
                List.of(),
                parked);
    }

    private void kept(String process, Instance<?, ?> instance) {
        instances.add(new Kept(process, instance));
    }

    private TraceReport report() {
        var commit =
                new Commit<Account.Event>(
                        "a",
                        1,
                        List.of(new AccountOpened("Ada")),
                        BEGIN,
                        "c1",
                        "http OpenAccount",
                        "r",
                        null);
        var found =
                new Findings<>(
                        new EntityRef("Account", "a"),
                        List.of(commit),
                        Account.TYPE.decider().initial(),
                        instances,
                        rows,
                        0,
                        now);
        var report = new TraceReport("Open");
        var processes = new Processes(Bank.SERVICE, new InMemoryPorts(() -> now));
        var sentences = new TraceSentences(found, report, processes);
        sentences.addInstances();
        sentences.addViews();
        return report;
    }
}
