package dev.millrace.eventsourcing.dynamodb;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.ViewStore.Kept;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.FaultyViewStore;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What the rebuild of a row does and costs on DynamoDB.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewRebuildTest {
    private static final Row<String> RIGHT = new Row<>("1;2;3;", 3);
    private static final ViewType<String, Account.Event> COMMITS =
            new ViewType<>(
                    "commits",
                    Account.TYPE,
                    String.class,
                    new Rows.OnePerEntity<>(ViewRebuildTest::project),
                    _ -> Map.of(),
                    null);

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    @BeforeEach
    void tables() {
        dynamoDb.journalTable();
        dynamoDb.viewTable();
        for (var seq = 1; seq <= 3; seq++) append(seq);
        dynamoDb.meter().reset();
    }

    @Test
    void a_correct_row_costs_a_query_and_a_read() {
        view().catchUp("a");
        dynamoDb.meter().reset();

        assertThat(view().rebuild("a")).containsExactly(new Rebuilt<>(RIGHT, false));

        assertCost(2, "query", "getItem");
    }

    @Test
    void a_missing_row_costs_one_more_write() {
        assertRebuilt();
    }

    @Test
    void a_wrong_row_of_the_right_version_costs_one_more_write() {
        item("wrong", fromN("3"));

        assertRebuilt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1]"})
    void an_unreadable_row_costs_one_more_write(String garbled) {
        put(garbled, fromN("3"));
        assertRebuilt();

        put(garbled, fromS("three"));
        assertRebuilt();
    }

    @Test
    void a_row_of_a_long_history_is_folded_from_its_beginning() {
        for (var seq = 4; seq <= 250; seq++) append(seq);

        var rebuilt = view().rebuild("a").getFirst();

        assertThat(rebuilt.written()).isTrue();
        assertThat(stored()).isEqualTo(rebuilt.row()).isEqualTo(view().current("a"));
        assertThat(stored()).extracting(Kept::version).isEqualTo(250L);
    }

    @Test
    void a_row_that_the_stream_changed_meanwhile_is_folded_again() {
        item("wrong", fromN("3"));
        var streamed =
                new Faults()
                        .meanwhile(
                                1,
                                () -> {
                                    append(4);
                                    view().handle("a", journal().read("a", 3));
                                });
        var meanwhile =
                new View<>(COMMITS.rows(), new FaultyViewStore<>(store(), streamed), journal());

        var right = new Row<>("1;2;3;4;", 4);
        assertThat(meanwhile.rebuild("a")).containsExactly(new Rebuilt<>(right, true));
        assertThat(stored()).isEqualTo(right);
    }

    private void assertRebuilt() {
        dynamoDb.meter().reset();

        assertThat(view().rebuild("a")).containsExactly(new Rebuilt<>(RIGHT, true));

        assertCost(3, "query", "getItem", "putItem");
        assertThat(stored()).isEqualTo(RIGHT);
    }

    /// Each call costs one unit, because the items are small and the reads strongly consistent.
    private void assertCost(double units, String... calls) {
        assertThat(dynamoDb.meter().calls()).containsExactly(calls);
        if (dynamoDb.countsUnits()) assertThat(dynamoDb.meter().units()).isEqualTo(units);
    }

    private void append(long seq) {
        Account.Event event =
                seq == 1 ? new AccountOpened("Ada") : new Deposited(BigDecimal.ONE, null);
        journal().append(commit("a", seq, event), null);
    }

    private void item(String row, AttributeValue version) {
        put(Json.write(row), version);
    }

    private void put(String row, AttributeValue version) {
        var item = new HashMap<String, AttributeValue>();
        item.put("pk", fromS("a"));
        item.put("row", fromS(row));
        item.put("version", version);
        dynamoDb.client().putItem(put -> put.tableName("View").item(item));
    }

    private @Nullable Kept<String> stored() {
        return store().load("a");
    }

    private DynamoDbViewStore<String> store() {
        return new DynamoDbViewStore<>(dynamoDb.client(), "View", COMMITS);
    }

    private DynamoDbJournal<Account, Account.Event> journal() {
        return new DynamoDbJournal<>(dynamoDb.client(), "Events", Account.TYPE);
    }

    private View<String, Account.Event> view() {
        return new View<>(COMMITS.rows(), store(), journal());
    }

    private static String project(@Nullable String row, Commit<Account.Event> commit) {
        return (row == null ? "" : row) + commit.seq() + ";";
    }
}
