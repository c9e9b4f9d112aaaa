package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a command costs on DynamoDB, in calls and capacity units.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandCostTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private String table = "";

    @BeforeEach
    void table() {
        table = dynamoDb.journalTable();
        dynamoDb.meter().reset();
    }

    @Test
    void a_command_that_begins_an_entity_is_one_put_of_one_unit() {
        send(entities(), open("1"));

        assertCost(1, "putItem");
    }

    @Test
    void a_repeated_command_is_one_put_from_a_cold_and_from_a_warm_function() {
        var warm = entities();
        send(warm, open("1"));
        send(warm, deposit("2"));
        dynamoDb.meter().reset();

        assertThat(send(warm, open("1"))).isEqualTo(send(entities(), open("1")));

        assertThat(dynamoDb.meter().calls()).containsExactly("putItem", "putItem");
    }

    @Test
    void another_entity_with_the_same_id_is_rejected_by_one_put() {
        send(entities(), open("1"));
        dynamoDb.meter().reset();

        assertThat(send(entities(), open("other"))).isInstanceOf(Outcome.Rejected.class);

        assertThat(dynamoDb.meter().calls()).containsExactly("putItem");
    }

    @Test
    void a_command_on_a_warm_entity_is_one_put() {
        var warm = entities();
        send(warm, open("1"));
        dynamoDb.meter().reset();

        send(warm, deposit("2"));

        assertCost(1, "putItem");
    }

    @Test
    void a_command_on_an_entity_known_from_its_streamed_first_commit_is_one_put() {
        send(entities(), open("1"));
        var reactor = entities();
        reactor.learn(journal().read("a", 0).getFirst());
        dynamoDb.meter().reset();

        send(reactor, deposit("2"));

        assertCost(1, "putItem");
    }

    @Test
    void a_command_on_a_cold_entity_is_one_query_and_one_put() {
        send(entities(), open("1"));
        dynamoDb.meter().reset();

        send(entities(), deposit("2"));

        assertThat(dynamoDb.meter().calls()).containsExactly("query", "putItem");
    }

    @Test
    void a_search_for_a_command_reads_no_page_before_the_given_time() {
        grow(250);
        dynamoDb.meter().reset();

        assertThat(journal().find("a", "unknown", commit(200).at())).isNull();

        assertThat(dynamoDb.meter().calls()).containsExactly("query");
    }

    @Test
    void a_commit_of_several_events_is_one_put_of_one_unit() {
        var warm = entities();
        send(warm, open("1"));
        send(warm, deposit("2"));
        dynamoDb.meter().reset();

        send(warm, new Sent(new CloseAccount(), "3"));

        assertThat(journal().read("a", 2).getFirst().events()).hasSize(2);
        assertThat(dynamoDb.meter().calls()).containsExactly("putItem", "query");
        assertThat(dynamoDb.meter().units()).isLessThanOrEqualTo(2);
    }

    @Test
    void a_rejection_from_a_cached_state_reads_once_before_it_answers() {
        var warm = entities();
        send(warm, open("1"));
        send(warm, new Sent(new CloseAccount(), "2"));
        dynamoDb.meter().reset();

        assertThat(send(warm, deposit("3"))).isInstanceOf(Outcome.Rejected.class);

        assertThat(dynamoDb.meter().calls()).containsExactly("query");
    }

    @Test
    void loading_is_one_call_and_two_units_at_most_however_long_the_history_is() {
        for (var length : List.of(10, 100, 149, 1_000, 1_005, 10_000)) {
            grow(length);
            dynamoDb.meter().reset();

            journal().load("a");

            assertThat(dynamoDb.meter().calls()).containsExactly("query");
            assertThat(dynamoDb.meter().units()).as("%s", length).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_commit_costs_little_more_than_a_unit_on_average_snapshots_included() {
        grow(150);
        dynamoDb.meter().reset();
        grow(450);

        assertThat(dynamoDb.meter().units() / 300).isLessThanOrEqualTo(1.15);
    }

    @Test
    void a_history_with_snapshots_at_a_longer_interval_costs_one_call_more() {
        grow(190, Account.TYPE.withSnapshotEvery(100));
        dynamoDb.meter().reset();

        assertThat(journal().load("a").commits()).hasSize(90);

        assertThat(dynamoDb.meter().calls()).containsExactly("query", "query");
    }

    private void grow(int length) {
        grow(length, Account.TYPE);
    }

    /// Appends commits up to this length, with snapshots at the interval of this type.
    private void grow(
            int length,
            EntityType<Account, Account.Command, Account.Event, Account.Rejection> type) {
        var history = journal().load("a");
        var state = history.snapshot() == null ? Account.TYPE.nothing() : history.snapshot();
        for (var commit : history.commits()) state = Account.TYPE.after(state, commit);
        for (var seq = (int) state.version() + 1; seq <= length; seq++) {
            var commit = commit(seq);
            state = Account.TYPE.after(state, commit);
            journal().append(commit, seq % type.snapshotInterval() == 0 ? state : null);
        }
    }

    /// A commit with ids of realistic length and an event of about 100 bytes.
    private static Commit<Account.Event> commit(long seq) {
        Account.Event event =
                seq == 1
                        ? new Account.Event.AccountOpened("Ada")
                        : new Account.Event.Deposited(BigDecimal.ONE, "n".repeat(40));
        return new Commit<>(
                "a",
                seq,
                List.of(event),
                Commits.BEGINNING.plusSeconds(seq),
                String.format(Locale.ROOT, "%020d", seq),
                "delivery AssignParcel",
                "0f9a1c34-7d2e-4b58-9c61-aa04d2f7e310",
                "4k2m7x1p9q3r5t8v0w6z/3/0");
    }

    private record Sent(Account.Command command, String commandId) {}

    private static Sent open(String commandId) {
        return new Sent(new OpenAccount("Ada"), commandId);
    }

    private static Sent deposit(String commandId) {
        return new Sent(new Deposit(BigDecimal.ONE, null), commandId);
    }

    private static Outcome<Account, Account.Rejection> send(
            Entities<Account, Account.Command, Account.Event, Account.Rejection> to, Sent sent) {
        return to.send(
                "a", sent.command(), new Trace(sent.commandId(), "test", "correlation", null));
    }

    private void assertCost(double units, String... calls) {
        assertThat(dynamoDb.meter().calls()).containsExactly(calls);
        assertThat(dynamoDb.meter().units()).isEqualTo(units);
    }

    private DynamoDbJournal<Account, Account.Event> journal() {
        return new DynamoDbJournal<>(dynamoDb.client(), table, Account.TYPE);
    }

    private Entities<Account, Account.Command, Account.Event, Account.Rejection> entities() {
        return new Entities<>(
                Account.TYPE,
                journal(),
                new VirtualClock(Commits.BEGINNING),
                _ -> {},
                CommandListener.NONE);
    }
}
