package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Entities;
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
    void its_repeat_is_the_same_one_call_from_a_cold_function_and_from_a_warm_one() {
        var warm = entities();
        send(warm, open("1"));
        send(warm, deposit("2"));
        dynamoDb.meter().reset();

        assertThat(send(warm, open("1"))).isEqualTo(send(entities(), open("1")));

        assertThat(dynamoDb.meter().calls()).containsExactly("putItem", "putItem");
    }

    @Test
    void another_entity_under_its_id_is_rejected_by_that_one_call() {
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
    void a_search_for_a_command_reads_no_page_beyond_the_time_it_may_be_from() {
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
    void loading_ten_thousand_commits_costs_no_more_than_loading_a_hundred() {
        grow(100);
        var hundred = loadUnits();
        grow(10_000);

        assertThat(loadUnits()).isLessThanOrEqualTo(hundred);
        assertThat(dynamoDb.meter().calls()).containsExactly("query");
    }

    private double loadUnits() {
        dynamoDb.meter().reset();
        journal().load("a");
        return dynamoDb.meter().units();
    }

    private void grow(int length) {
        var history = journal().load("a");
        var state = history.snapshot() == null ? Account.TYPE.nothing() : history.snapshot();
        for (var commit : history.commits()) state = Account.TYPE.after(state, commit);
        for (var seq = (int) state.version() + 1; seq <= length; seq++) {
            var commit = commit(seq);
            state = Account.TYPE.after(state, commit);
            journal().append(commit, seq % 100 == 0 ? state : null);
        }
    }

    /// With an id of the length that ids of ours have.
    private static Commit<Account.Event> commit(long seq) {
        Account.Event event =
                seq == 1
                        ? new Account.Event.AccountOpened("Ada")
                        : new Account.Event.Deposited(BigDecimal.ONE, null);
        return new Commit<>(
                "a",
                seq,
                List.of(event),
                Commits.BEGINNING.plusSeconds(seq),
                String.format(Locale.ROOT, "%020d", seq),
                "test Deposit",
                "correlation",
                null);
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
