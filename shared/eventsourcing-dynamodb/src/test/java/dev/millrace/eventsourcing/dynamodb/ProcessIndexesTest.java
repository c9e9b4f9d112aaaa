package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.dynamodb.DueInstances.DueInstance;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances.ParkedInstance;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.OtherEntities;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.testkit.Transfer;
import dev.millrace.eventsourcing.testkit.Transfer.Input;
import dev.millrace.eventsourcing.testkit.Transfer.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The indexes that find due and parked instances.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessIndexesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int INDEX_PAGE = 1 << 20;

    private final List<Unreadable> unreadable = new ArrayList<>();

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    private String table = "";

    @BeforeEach
    void table() {
        table = dynamoDb.processTable();
    }

    @Test
    void an_instance_is_due_in_one_shard_and_all_shards_are_used() {
        for (var n = 0; n < 100; n++) save("transfer", "t" + n, NOW);

        var shards = IntStream.range(0, DueInstances.SHARDS).mapToObj(this::due).toList();

        assertThat(shards).noneMatch(List::isEmpty);
        assertThat(shards.stream().flatMap(List::stream)).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void the_most_overdue_instance_is_first_whatever_its_process() {
        var shard = shardOf("transfer", "late", NOW.minusSeconds(1));
        var keys = new ArrayList<DueInstance>();
        for (var n = 0; keys.size() < 3; n++) {
            var process = n % 2 == 0 ? "rent" : "transfer";
            var one = new DueInstance(process, "t" + n, NOW.minusSeconds(10L + n));
            save(process, one.key(), one.since());
            if (due(shard).contains(one)) keys.addFirst(one);
        }
        keys.add(new DueInstance("transfer", "late", NOW.minusSeconds(1)));

        assertThat(due(shard)).isEqualTo(keys);
    }

    @Test
    void the_most_overdue_of_all_shards_are_found_by_one_limited_query_per_shard() {
        for (var n = 0; n < 100; n++) save("transfer", "t" + n, NOW.minusSeconds(n));
        save("transfer", "later", NOW.plusSeconds(1));
        dynamoDb.meter().reset();

        var first = new DueInstances(dynamoDb.client(), table).first(3, NOW, unreadable::add);

        assertThat(first).extracting(DueInstance::key).containsExactly("t99", "t98", "t97");
        assertThat(dynamoDb.meter().calls())
                .hasSize(DueInstances.SHARDS)
                .allMatch(call -> call.equals("query"));
    }

    @Test
    void a_reader_that_stops_early_asks_for_no_further_page() {
        var lengthy = "x".repeat(900);
        var shard = shardOf("transfer", lengthy, NOW);
        var inShard = 1;
        for (var n = 0; inShard < INDEX_PAGE / 1_500; n++) {
            if (!inShard(shard, "transfer#" + n + lengthy)) continue;
            save("transfer", n + lengthy, NOW);
            inShard++;
        }
        dynamoDb.meter().reset();

        var instances = new DueInstances(dynamoDb.client(), table);
        assertThat(instances.due(shard, NOW, unreadable::add).limit(1)).hasSize(1);
        assertThat(dynamoDb.meter().calls()).containsExactly("query");

        dynamoDb.meter().reset();
        assertThat(instances.due(shard, NOW, unreadable::add)).hasSize(inShard);
        assertThat(dynamoDb.meter().calls()).containsExactly("query", "query");
    }

    @Test
    void parked_instances_are_listed_with_their_reason_the_longest_parked_first() {
        var waits =
                parked("Account#old/4", new EntityRef("Account", "old"), 5, NOW.plusSeconds(60));
        var givenUp = parked("bus 1", null, 9, null);
        save("transfer", "well", NOW);
        save("transfer", "b", waits);
        save("transfer", "a", givenUp);

        assertThat(new ParkedInstances(dynamoDb.client(), table).all(unreadable::add))
                .containsExactly(
                        new ParkedInstance("transfer", "a", givenUp),
                        new ParkedInstance("transfer", "b", waits));
    }

    @Test
    void the_parked_instances_of_one_process_are_listed_alone() {
        save("transfer", "a", parked("bus 1", null, 3, null));
        save("transfer", "b", parked("bus 2", null, 9, NOW.plusSeconds(60)));
        save("rent", "a", parked("bus 3", null, 5, null));
        save("transfer", "well", NOW);

        assertThat(new ParkedInstances(dynamoDb.client(), table).of("transfer", unreadable::add))
                .containsExactly(
                        new ParkedInstance(
                                "transfer", "b", parked("bus 2", null, 9, NOW.plusSeconds(60))),
                        new ParkedInstance("transfer", "a", parked("bus 1", null, 3, null)));
        assertThat(unreadable).isEmpty();
    }

    @Test
    void an_unreadable_row_is_reported_only_for_its_process() {
        save("transfer", "a", parked("bus 1", null, 3, null));
        save("rent", "a", parked("bus 3", null, 5, null));
        dynamoDb.spoil(table, "rent#a", "key");
        var instances = new ParkedInstances(dynamoDb.client(), table);

        assertThat(instances.of("transfer", unreadable::add)).hasSize(1);
        assertThat(unreadable).isEmpty();
        assertThat(instances.of("rent", unreadable::add)).isEmpty();
        assertThat(unreadable).extracting(Unreadable::row).containsExactly("rent#a");
    }

    @Test
    void an_unreadable_row_hides_no_other_in_either_index() {
        for (var key : List.of("a", "b", "c")) {
            save("transfer", key, parked("bus 1", null, 3, NOW.minusSeconds(1)));
        }
        dynamoDb.spoil(table, "transfer#b", "key");

        assertThat(new ParkedInstances(dynamoDb.client(), table).all(unreadable::add))
                .extracting(ParkedInstance::key)
                .containsExactlyInAnyOrder("a", "c");
        assertThat(IntStream.range(0, DueInstances.SHARDS).mapToObj(this::due))
                .flatMap(found -> found)
                .extracting(DueInstance::key)
                .containsExactlyInAnyOrder("a", "c");
        assertThat(unreadable)
                .extracting(Unreadable::row)
                .containsExactly("transfer#b", "transfer#b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "[]", "{\"what\":\"bus 1\"}"})
    void a_parked_instance_without_a_reason_cannot_be_read(String parked) {
        save("transfer", "a", parked("bus 1", null, 3, null));
        dynamoDb.change(
                table, "transfer#a", item -> item.put("parked", AttributeValue.fromS(parked)));

        assertThat(new ParkedInstances(dynamoDb.client(), table).all(unreadable::add)).isEmpty();
        assertThat(unreadable).hasSize(1);
    }

    @Test
    void an_instance_that_goes_on_is_no_longer_listed() {
        save("transfer", "a", parked("bus 1", null, 9, null));
        var store = store("transfer");
        var standing = store.load("a");

        store.save(instance("a", standing.version() + 1, Map.of(), null), NOW);

        assertThat(new ParkedInstances(dynamoDb.client(), table).all(unreadable::add)).isEmpty();
    }

    @Test
    void an_instance_that_waits_for_redrive_is_not_due() {
        save("transfer", "a", parked("bus 1", null, 9, null));

        for (var shard = 0; shard < DueInstances.SHARDS; shard++) {
            assertThat(due(shard)).isEmpty();
        }
    }

    /// An instance with more attempts has been parked for longer.
    private static Parked parked(
            String what, @Nullable EntityRef entity, int attempts, @Nullable Instant next) {
        return new Parked(what, entity, "no", attempts, NOW.minusSeconds(attempts), next);
    }

    private int shardOf(String process, String key, Instant due) {
        save(process, key, due);
        return IntStream.range(0, DueInstances.SHARDS)
                .filter(shard -> due(shard).contains(new DueInstance(process, key, due)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean inShard(int shard, String pk) {
        var attributes = DueInstances.attributes(pk, NOW);
        return AttributeValue.fromS(Integer.toString(shard)).equals(attributes.get("dueShard"));
    }

    private List<DueInstance> due(int shard) {
        return new DueInstances(dynamoDb.client(), table).due(shard, NOW, unreadable::add).toList();
    }

    private ProcessStore<State, Input> store(String process) {
        return new DynamoDbProcessStore<>(dynamoDb.client(), table, transferAs(process));
    }

    /// The transfer process under another name.
    static ProcessType<State, Input> transferAs(String name) {
        var type = Transfer.TYPE;
        return new ProcessType<>(
                name,
                type.initial(),
                type.states(),
                type.inputs(),
                type.messages(),
                type.commands());
    }

    private void save(String process, String key, Instant due) {
        var timers = Map.of("late", new Timer(due, null, "cor", "cau"));
        store(process).save(instance(key, 1, timers, null), NOW);
    }

    private void save(String process, String key, Parked parked) {
        store(process).save(instance(key, 1, Map.of(), parked), NOW);
    }

    private static Instance<State, Input> instance(
            String key, long version, Map<String, Timer> timers, @Nullable Parked parked) {
        return new Instance<>(
                key,
                version,
                null,
                false,
                Map.of(),
                List.of(),
                timers,
                List.of(),
                List.of(),
                parked,
                Set.of(),
                OtherEntities.NONE);
    }
}
