package dev.millrace.eventsourcing.dynamodb;

import static dev.millrace.eventsourcing.TypeNames.named;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.Upcaster;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.OtherEntities;
import dev.millrace.eventsourcing.process.OtherEntities.Numbers;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.ProcessStoreContract;
import dev.millrace.eventsourcing.testkit.Transfer;
import dev.millrace.eventsourcing.testkit.Transfer.Input;
import dev.millrace.eventsourcing.testkit.Transfer.State;
import dev.millrace.eventsourcing.testkit.Transfer.Told;
import dev.millrace.eventsourcing.testkit.Transfer.Told.TransferFailed;
import dev.millrace.eventsourcing.testkit.Transfer.Told.Transferred;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbProcessStoreTest extends ProcessStoreContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final State CLOSING = new State.Closing("old", "new", null);
    private static final Effect.Immediate DEPOSIT =
            new Send<>(
                    Account.TYPE, "new", new Account.Command.Deposit(new BigDecimal("1.50"), "a"));
    private static final Effect.Immediate TELL =
            new Publish(new Transferred("m1", "new", new BigDecimal("1.50")));

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    private String table = "";

    @BeforeEach
    void table() {
        table = dynamoDb.processTable();
        dynamoDb.meter().reset();
    }

    @Override
    protected ProcessStore<State, Input> store() {
        return store(Transfer.TYPE);
    }

    private ProcessStore<State, Input> store(ProcessType<State, Input> process) {
        return new DynamoDbProcessStore<>(dynamoDb.client(), table, process);
    }

    @Override
    protected Collection<String> due(Instant now) {
        var due = new DueInstances(dynamoDb.client(), table);
        return IntStream.range(0, DueInstances.SHARDS)
                .boxed()
                .flatMap(shard -> due.due(shard, now, _ -> {}))
                .map(DueInstances.DueInstance::key)
                .toList();
    }

    @Test
    void an_item_has_named_attributes() {
        store().save(busy(1), NOW);

        assertThat(String.join("\n", texts()))
                .isEqualTo(
                        """
                        dueAt=2026-03-01T12:01:00.000Z
                        dueShard=1
                        key=a
                        owed=[{"id":"c1","send":{"to":"Account","entityId":"new","command":\
                        {"type":"Deposit","v":1,"data":{"amount":"1.50","note":"a"}}},\
                        "correlationId":"cor","causationId":"Account#a/2/0"},\
                        {"id":"m1","publish":{"type":"Transferred","v":1,\
                        "data":{"id":"m1","to":"new","amount":"1.50"}},\
                        "correlationId":"cor","causationId":"Account#a/2/0"}]
                        pk=transfer#a
                        process=transfer
                        state={"type":"Closing","v":1,"data":{"from":"old","to":"new"}}
                        timers={"late":{"at":"2026-03-01T13:00:00Z",\
                        "correlationId":"cor","causationId":"bus 1"}}
                        version=1
                        waiting=[{"id":"bus 2","input":{"type":"Asked","v":1,"data":\
                        {"from":"old","to":"new","at":"2026-03-01T12:00:00Z"}},\
                        "correlationId":"cor"}]\
                        """);
    }

    @Test
    void a_load_is_one_consistent_read() {
        store().save(quiet(1, CLOSING), NOW);
        dynamoDb.meter().reset();

        store().load("a");

        assertCost(1, "getItem");
    }

    @Test
    void a_save_is_one_put_and_costs_more_only_where_an_index_changes() {
        save(quiet(1, CLOSING));
        assertCost(1, "putItem");

        save(quiet(2, CLOSING));
        assertCost(1, "putItem");

        save(busy(3));
        assertCost(2, "putItem");

        save(busy(4));
        assertCost(1, "putItem");

        save(quiet(5, CLOSING));
        assertCost(2, "putItem");
    }

    private void save(Instance<State, Input> instance) {
        dynamoDb.meter().reset();
        store().save(instance, NOW);
    }

    @Test
    void instances_of_two_processes_with_the_same_key_are_separate() {
        store().save(busy(1), NOW);

        assertThat(store(ProcessIndexesTest.transferAs("rent")).load("a"))
                .isEqualTo(Instance.none("a"));
    }

    @Test
    void an_instance_of_older_code_is_upcast() {
        store().save(busy(1), NOW);

        var loaded = store(newer()).load("a");

        assertThat(loaded.state()).isEqualTo(new State.Closing("old", "new", "lifted"));
        assertThat(loaded.waiting().getFirst().input())
                .isEqualTo(new Input.Asked("old", "new", NOW, "lifted"));
        assertThat(loaded.owed().getLast().effect())
                .isEqualTo(new Publish(new Transferred("m1", "lifted", new BigDecimal("1.50"))));
    }

    @Test
    void an_instance_of_newer_code_is_rejected_with_its_versions() {
        store(newer()).save(busy(1), NOW);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().load("a"))
                .withMessage(
                        "transfer a cannot be read: Closing has version 2; this code knows 1 to 1");
    }

    @Test
    void an_instance_that_only_remembers_commits_expires_unless_it_starts() {
        var outstanding = new Numbers(new TreeMap<>(), new TreeMap<>(Map.of(7L, NOW)));
        var others = new OtherEntities(Map.of(new EntityRef("Account", "x"), outstanding), null);
        store().save(remembering(1, null, others), NOW);

        assertThat(item().get("forgetAt"))
                .isEqualTo(
                        AttributeValue.fromN(
                                Long.toString(NOW.plus(OnceMarks.KEPT).getEpochSecond())));

        store().save(remembering(2, new State.Unasked(), others), NOW);
        assertThat(item()).doesNotContainKey("forgetAt");
    }

    private static Instance<State, Input> remembering(
            long version, @Nullable State state, OtherEntities others) {
        return instance(it -> {
            it.version = version;
            it.state = state;
            it.others = others;
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "state   | {}",
                "state   | {\"type\":\"Closing\",\"v\":1",
                "state   | {\"type\":\"Paused\",\"v\":1,\"data\":{}}",
                "marks   | {\"Account\":1}",
                "owed    | [{}]",
                "owed    | [{\"id\":\"c\",\"send\":{\"to\":\"Booking\"}}]",
                "timers  | []",
                "waiting | [{\"input\":{}}]",
                "skipped | {}",
                "parked  | []",
                "others  | {\"Account\":{}}",
                "floor   | yesterday",
                "version | one",
            })
    void an_unreadable_item_is_named(String attribute, String broken) {
        store().save(busy(1), NOW);
        var item = new HashMap<>(item());
        item.put(attribute, AttributeValue.fromS(broken));
        dynamoDb.client().putItem(put -> put.tableName(table).item(item));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().load("a"))
                .withMessageStartingWith("transfer a cannot be read: ");
    }

    @Test
    void a_command_to_a_type_that_the_process_does_not_declare_is_not_written() {
        var type = Transfer.TYPE;
        var store =
                store(
                        new ProcessType<>(
                                type.name(),
                                type.initial(),
                                type.states(),
                                type.inputs(),
                                type.messages(),
                                List.of()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.save(busy(1), NOW))
                .withMessageContaining("Account");

        assertThat(store.load("a")).isEqualTo(Instance.none("a"));
    }

    @Test
    void an_instance_larger_than_an_item_may_be_is_not_written() {
        var room = 400 * 1024 - size(quiet(1, purpose(0)));
        var before = quiet(1, purpose(room));
        assertThat(store().save(before, NOW)).isTrue();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().save(quiet(2, purpose(room + 1)), NOW))
                .withMessageStartingWith("transfer a is too large to store: 409601 bytes");

        assertThat(store().load("a")).isEqualTo(before);
    }

    private static State purpose(int length) {
        return new State.Closing("old", "new", "€".repeat(length / 3) + "x".repeat(length % 3));
    }

    private int size(Instance<State, Input> instance) {
        store().save(instance, NOW);
        var size =
                texts().stream()
                        .filter(text -> !text.startsWith("version="))
                        .mapToInt(text -> text.getBytes(UTF_8).length - "=".length())
                        .sum();
        dynamoDb.client()
                .deleteItem(delete ->
                        delete.tableName(table)
                                .key(Map.of("pk", AttributeValue.fromS("transfer#a"))));
        return size + "version".length() + InstanceItems.MOST_BYTES_OF_A_NUMBER;
    }

    private void assertCost(double units, String... calls) {
        assertThat(dynamoDb.meter().calls()).containsExactly(calls);
        if (dynamoDb.countsUnits()) assertThat(dynamoDb.meter().units()).isEqualTo(units);
    }

    private Map<String, AttributeValue> item() {
        return dynamoDb.client()
                .getItem(get ->
                        get.tableName(table).key(Map.of("pk", AttributeValue.fromS("transfer#a"))))
                .item();
    }

    private List<String> texts() {
        return new TreeMap<>(item())
                .entrySet().stream()
                        .map(attribute -> attribute.getKey() + "=" + text(attribute.getValue()))
                        .toList();
    }

    private static String text(AttributeValue value) {
        return value.n() == null ? value.s() : value.n();
    }

    private static Instance<State, Input> quiet(long version, @Nullable State state) {
        return instance(it -> {
            it.version = version;
            it.state = state;
        });
    }

    /// An instance with owed effects, a waiting input and a timer.
    private static Instance<State, Input> busy(long version) {
        return instance(it -> {
            it.version = version;
            it.state = CLOSING;
            it.owed =
                    List.of(
                            new Owed("c1", DEPOSIT, "cor", "Account#a/2/0", null),
                            new Owed("m1", TELL, "cor", "Account#a/2/0", null));
            it.timers = Map.of("late", new Timer(NOW.plusSeconds(3600), null, "cor", "bus 1"));
            it.waiting =
                    List.of(
                            new Waiting<>(
                                    "bus 2",
                                    new Input.Asked("old", "new", NOW, null),
                                    "cor",
                                    null));
        });
    }

    /// The process in newer code, which has changed a state, an input and a message.
    private static ProcessType<State, Input> newer() {
        return new ProcessType<>(
                "transfer",
                new State.Unasked(),
                TypeNames.of(
                        State.class,
                        named("Unasked", State.Unasked.class),
                        named("Closing", State.Closing.class, set("purpose")),
                        named("Depositing", State.Depositing.class)),
                TypeNames.of(
                        Input.class,
                        named("Asked", Input.Asked.class, set("purpose")),
                        named("PaidOut", Input.PaidOut.class),
                        named("Arrived", Input.Arrived.class),
                        named("Refused", Input.Rejected.class),
                        named("TookTooLong", Input.TookTooLong.class)),
                TypeNames.of(
                        Told.class,
                        named("Transferred", Transferred.class, set("to")),
                        named("TransferFailed", TransferFailed.class)),
                List.of(Account.TYPE));
    }

    private static Upcaster set(String field) {
        return data -> {
            var lifted = new HashMap<>(data);
            lifted.put(field, "lifted");
            return lifted;
        };
    }
}
