package dev.millrace.eventsourcing.lambda.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.PaidOut;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.Transfer;
import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.Findings.Kept;
import dev.millrace.eventsourcing.trace.TraceReport.Entry;
import dev.millrace.eventsourcing.trace.TraceReport.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The entries of the account or safe deposit `a` of [Bank], with their causes.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceEntriesTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NOW = BEGIN.plusSeconds(60);

    private final Processes processes = new Processes(Bank.SERVICE, new InMemoryPorts(() -> NOW));
    private final List<Commit<Account.Event>> commits = new ArrayList<>();
    private final List<Kept> instances = new ArrayList<>();
    private final List<Entry> ofTheService = new ArrayList<>();
    private EntityType<Account, Account.Command, Account.Event, Account.Rejection> type =
            Account.TYPE;

    @Test
    void a_commit_is_its_command_and_each_of_its_events() {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        commit("teller CloseAccount", "c1", new PaidOut(BigDecimal.ONE), new AccountClosed());

        assertThat(told())
                .containsExactly(
                        "c1 = http: OpenAccount []",
                        "Account#a/1/0 = Account: AccountOpened (commit 1) [c1]",
                        "c2 = teller: CloseAccount [c1]",
                        "Account#a/2/0 = Account: PaidOut (commit 2) [c2]",
                        "Account#a/2/1 = Account: AccountClosed (commit 2) [c2]");
        assertThat(entries()).allMatch(entry -> entry.status() == Status.DONE);
        assertThat(entries())
                .extracting(Entry::at)
                .containsExactly(
                        BEGIN.plusSeconds(1),
                        BEGIN.plusSeconds(1),
                        BEGIN.plusSeconds(2),
                        BEGIN.plusSeconds(2),
                        BEGIN.plusSeconds(2));
    }

    /// A stateless process leaves the type out, and parked work is named by its commit.
    @ParameterizedTest
    @CsvSource({"a/1/0", "Account#a/1/0", "Account#a/1"})
    void each_name_of_an_event_of_the_entity_is_the_same_entry(String cause) {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        ofTheService.add(entry("x", "seats", cause));

        assertThat(told()).hasSize(3).contains("x = seats: held [Account#a/1/0]");
    }

    @Test
    void an_event_of_another_entity_is_an_entry_that_names_it() {
        commit("courier-desk OpenAccount", "Courier#c1/3/0", new AccountOpened("Ada"));

        assertThat(told())
                .containsExactly(
                        "Courier#c1/3/0 = Courier: an event of Courier c1 (commit 3) []",
                        "c1 = courier-desk: OpenAccount [Courier#c1/3/0]",
                        "Account#a/1/0 = Account: AccountOpened (commit 1) [c1]");
    }

    /// The two entities may have the same id.
    @ParameterizedTest
    @CsvSource({"a", "other"})
    void an_event_that_a_stateless_process_handled_is_of_its_source(String id) {
        type = Bank.SAFE;
        commit("safe-giver OpenAccount", id + "/1/0", new AccountOpened("Ada"));

        assertThat(told())
                .containsExactly(
                        "Account#%s/1/0 = Account: an event of Account %s (commit 1) []"
                                .formatted(id, id),
                        "c1 = safe-giver: OpenAccount [Account#%s/1/0]".formatted(id),
                        "SafeDeposit#a/1/0 = SafeDeposit: AccountOpened (commit 1) [c1]");
    }

    @Test
    void the_cause_of_what_follows_a_rejection_is_the_rejected_command() {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        commit("transfer CloseAccount", "deposit-1/refused", new AccountClosed());

        assertThat(told())
                .contains(
                        "deposit-1 = outside: a command or message (deposit-1) []",
                        "c2 = transfer: CloseAccount [deposit-1]");
    }

    @ParameterizedTest
    @CsvSource({
        "TransferAsked/t1, outside: TransferAsked (t1)",
        "TransferAsked/a/b/7, outside: TransferAsked (a/b/7)",
        "timer late 2026-03-01T13:00:00Z, time: timer late 2026-03-01T13:00:00Z",
        "0123456789abcdef, outside: a command or message (0123456789abcdef)"
    })
    void any_other_cause_is_an_entry_too(String cause, String told) {
        commit("transfer CloseAccount", cause, new AccountOpened("Ada"));

        assertThat(told())
                .containsExactly(
                        "%s = %s []".formatted(cause, told),
                        "c1 = transfer: CloseAccount [%s]".formatted(cause),
                        "Account#a/1/0 = Account: AccountOpened (commit 1) [c1]");
    }

    @Test
    void owed_effects_waiting_inputs_and_timers_are_pending() {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        var told = new Transfer.Told.Transferred("m1", "b", BigDecimal.ONE);
        instances.add(
                new Kept(
                        "transfer",
                        Instances.of(
                                "a",
                                List.of(
                                        new Owed("o1", close(), "r", "TransferAsked/t1", null),
                                        new Owed(
                                                "m1",
                                                new Publish(told),
                                                "r",
                                                "Account#a/1/0",
                                                null)),
                                Map.of("late", new Timer(NOW.plusSeconds(5), null, "r", "a/1/0")),
                                List.of(new Waiting<>("TransferAsked/t2", input(), "r", null)))));

        assertThat(entries().stream().filter(one -> one.status() == Status.PENDING))
                .extracting(TraceEntriesTest::told)
                .containsExactlyInAnyOrder(
                        "transfer TransferAsked/t2 = transfer: waits [TransferAsked/t2]",
                        "o1 = transfer: owes CloseAccount [TransferAsked/t1]",
                        "m1 = transfer: owes Transferred [Account#a/1/0]",
                        "transfer timer late = transfer: wakes (late) [Account#a/1/0]");
    }

    @Test
    void several_instances_that_subscribe_to_the_entity_have_timers_of_their_own() {
        var late = Map.of("late", new Timer(NOW.plusSeconds(5), null, "r", "a/1/0"));
        for (var key : List.of("a", "loan 1", "loan 2")) {
            instances.add(new Kept("transfer", Instances.of(key, List.of(), late, List.of())));
        }

        assertThat(entries().stream().filter(one -> one.text().equals("wakes")))
                .extracting(Entry::id)
                .containsExactlyInAnyOrder(
                        "transfer timer late",
                        "transfer loan 1 timer late",
                        "transfer loan 2 timer late");
    }

    @Test
    void parked_work_is_followed_by_its_next_try() {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        var parked =
                new Parked(
                        "Account#a/1", null, "broken", 3, NOW.minusSeconds(1), NOW.plusSeconds(9));
        instances.add(new Kept("safe-giver", Instances.parked("Account#a/1", parked)));

        var id = "safe-giver parked at Account#a/1";
        assertThat(told())
                .endsWith(
                        id + " = safe-giver: Account#a/1 (broken, after 3 tries) [Account#a/1/0]",
                        id + ", next = safe-giver: is tried again [" + id + "]");
        assertThat(entries()).extracting(Entry::status).endsWith(Status.PARKED, Status.PENDING);
    }

    @Test
    void several_instances_that_are_parked_at_one_commit_are_entries_of_their_own() {
        var parked = new Parked("Account#a/1", null, "broken", 3, NOW.minusSeconds(1), null);
        for (var key : List.of("a", "loan 1", "loan 2")) {
            instances.add(new Kept("transfer", Instances.parked(key, parked)));
        }

        assertThat(entries().stream().filter(one -> one.status() == Status.PARKED))
                .extracting(Entry::id)
                .containsExactlyInAnyOrder(
                        "transfer parked at Account#a/1",
                        "transfer loan 1 parked at Account#a/1",
                        "transfer loan 2 parked at Account#a/1");
    }

    @Test
    void parked_work_that_waits_for_redrive_has_no_next_try() {
        var parked = new Parked("Account#a/1", null, "broken", 30, BEGIN, null);
        instances.add(new Kept("safe-giver", Instances.parked("Account#a/1", parked)));

        assertThat(told()).noneMatch(told -> told.contains("is tried again"));
    }

    @Test
    void skipped_work_is_an_entry_with_its_reason() {
        var skipped = new Skipped("Account#a/1", "called off", BEGIN.plusSeconds(9));
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        instances.add(new Kept("safe-giver", Instances.skipped("Account#a/1", skipped)));

        assertThat(entries().getLast())
                .isEqualTo(
                        new Entry(
                                "safe-giver skipped Account#a/1",
                                "safe-giver",
                                "Account#a/1",
                                "called off",
                                skipped.at(),
                                List.of("Account#a/1/0"),
                                Status.SKIPPED));
    }

    @Test
    void entries_are_in_order_of_time_and_future_ones_are_last() {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        commit("http CloseAccount", null, new AccountClosed());
        var parked = new Parked("Account#a/1", null, "broken", 3, BEGIN.plusMillis(1_500), null);
        instances.add(
                new Kept(
                        "transfer",
                        Instances.of(
                                "a",
                                List.of(),
                                Map.of("late", new Timer(NOW.plusSeconds(5), null, "r", "a/1/0")),
                                List.of())));
        instances.add(new Kept("safe-giver", Instances.parked("Account#a/1", parked)));

        assertThat(entries())
                .extracting(Entry::text)
                .containsExactly(
                        "OpenAccount",
                        "AccountOpened",
                        "Account#a/1",
                        "CloseAccount",
                        "AccountClosed",
                        "wakes");
    }

    @Test
    void an_entry_of_unknown_time_follows_its_cause() {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        commit("http CloseAccount", null, new AccountClosed());
        instances.add(
                new Kept(
                        "transfer",
                        Instances.of(
                                "a",
                                List.of(new Owed("o1", close(), "r", "Account#a/1/0", null)),
                                Map.of(),
                                List.of())));

        assertThat(entries())
                .extracting(Entry::text)
                .containsExactly(
                        "OpenAccount",
                        "AccountOpened",
                        "owes CloseAccount",
                        "CloseAccount",
                        "AccountClosed");
    }

    @Test
    void an_entry_of_the_service_replaces_one_of_the_library() {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        ofTheService.add(entry("c1", "counter", "a/1/0"));

        assertThat(told()).contains("c1 = counter: held [Account#a/1/0]").hasSize(2);
    }

    @Test
    void every_cause_is_an_entry() {
        type = Bank.SAFE;
        commit("safe-giver OpenAccount", "a/1/0", new AccountOpened("Ada"));
        commit("transfer CloseAccount", "c9/refused", new AccountClosed());
        ofTheService.add(entry("x", "seats", "a/2/0"));

        var ids = entries().stream().map(Entry::id).toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(entries()).allSatisfy(entry -> assertThat(ids).containsAll(entry.causes()));
    }

    /// Lambda limits an answer to 6 MB.
    @Test
    void of_very_many_entries_the_first_and_the_last_are_shown_and_those_between_are_counted() {
        commit("http OpenAccount", null, new AccountOpened("Ada"));
        for (var more = 2; more <= 30_000; more++) {
            commit("teller CloseAccount", "Account#a/" + (more - 1) + "/0", new AccountClosed());
        }

        var entries = entries();

        assertThat(Json.write(entries)).hasSizeLessThan(3_100_000).hasSizeGreaterThan(2_500_000);
        assertThat(entries.getFirst().id()).isEqualTo("c1");
        assertThat(entries.getLast().id()).isEqualTo("Account#a/30000/0");
        var gap = entries.stream().filter(one -> one.lane().equals("trace")).findFirst();
        assertThat(gap.orElseThrow().text())
                .isEqualTo(
                        String.format(
                                Locale.ROOT,
                                "%,d entries are left out",
                                60_000 - entries.size() + 1));
        var behind = entries.get(entries.indexOf(gap.orElseThrow()) + 1);
        assertThat(behind.causes()).containsExactly(gap.orElseThrow().id());
        var ids = entries.stream().map(Entry::id).collect(Collectors.toSet());
        assertThat(ids).hasSameSizeAs(entries);
        assertThat(entries).allMatch(entry -> ids.containsAll(entry.causes()));
    }

    private void commit(String by, @Nullable String cause, Account.Event... events) {
        var seq = commits.size() + 1;
        commits.add(
                new Commit<>(
                        "a",
                        seq,
                        List.of(events),
                        BEGIN.plusSeconds(seq),
                        "c" + seq,
                        by,
                        "r",
                        cause));
    }

    private static Entry entry(String id, String lane, String cause) {
        return new Entry(id, lane, "held", null, BEGIN.plusSeconds(3), List.of(cause), Status.DONE);
    }

    private static Send<?> close() {
        return new Send<>(Account.TYPE, "a", new CloseAccount());
    }

    private static Transfer.Input input() {
        return new Transfer.Input.Asked("a", "b", BEGIN, null);
    }

    private List<Entry> entries() {
        var found =
                new Findings<>(
                        new EntityRef(type.name(), "a"),
                        commits,
                        type.decider().initial(),
                        instances,
                        Map.of(),
                        0,
                        NOW);
        return new TraceEntries<>(type, processes, found).with(ofTheService);
    }

    private List<String> told() {
        return entries().stream().map(TraceEntriesTest::told).toList();
    }

    private static String told(Entry entry) {
        return "%s = %s: %s%s %s"
                .formatted(
                        entry.id(),
                        entry.lane(),
                        entry.text(),
                        entry.detail() == null ? "" : " (" + entry.detail() + ")",
                        entry.causes());
    }
}
