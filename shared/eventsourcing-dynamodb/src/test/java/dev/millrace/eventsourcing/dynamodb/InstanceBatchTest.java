package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.LoadedInstances;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.testkit.Transfer;
import dev.millrace.eventsourcing.testkit.Transfer.Input;
import dev.millrace.eventsourcing.testkit.Transfer.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InstanceBatchTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProcessType<State, Input> FIRST = Transfer.TYPE;
    private static final ProcessType<State, Input> SECOND =
            new ProcessType<>(
                    "second",
                    FIRST.initial(),
                    FIRST.states(),
                    FIRST.inputs(),
                    FIRST.messages(),
                    FIRST.commands());

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private String table = "";

    @BeforeEach
    void table() {
        table = dynamoDb.processTable();
    }

    @Test
    void instances_of_several_processes_are_read_in_one_call() {
        var first = save(FIRST, "k");
        var other = save(SECOND, "other");
        dynamoDb.meter().reset();

        var loaded =
                load(
                        new LoadedInstances.Key(FIRST, "k"),
                        new LoadedInstances.Key(SECOND, "k"),
                        new LoadedInstances.Key(SECOND, "other"));

        assertThat(loaded.load(FIRST, "k")).isEqualTo(first);
        assertThat(loaded.load(SECOND, "k")).isEqualTo(Instance.none("k"));
        assertThat(loaded.load(SECOND, "other")).isEqualTo(other);
        assertThat(dynamoDb.meter().calls()).containsExactly("batchGetItem");
        assertThat(dynamoDb.meter().units()).isEqualTo(3); // strongly consistent
    }

    @Test
    void a_single_instance_and_one_outside_the_batch_are_read_when_they_are_needed() {
        var kept = save(FIRST, "k");
        dynamoDb.meter().reset();

        var loaded = load(new LoadedInstances.Key(FIRST, "k"));

        assertThat(dynamoDb.meter().calls()).isEmpty();
        assertThat(loaded.load(FIRST, "k")).isEqualTo(kept);
        assertThat(loaded.load(FIRST, "new")).isEqualTo(Instance.none("new"));
        assertThat(dynamoDb.meter().calls()).containsExactly("getItem", "getItem");
    }

    @Test
    void an_unreadable_instance_fails_when_it_is_needed_and_no_other_does() {
        save(FIRST, "k");
        var second = save(SECOND, "k");
        dynamoDb.spoil(table, "transfer#k", "version");

        var loaded =
                load(new LoadedInstances.Key(FIRST, "k"), new LoadedInstances.Key(SECOND, "k"));

        assertThat(loaded.load(SECOND, "k")).isEqualTo(second);
        assertThatIllegalArgumentException().isThrownBy(() -> loaded.load(FIRST, "k"));
    }

    @Test
    void a_repeated_key_is_read_once_and_keys_beyond_the_batch_limit_are_read_alone() {
        save(FIRST, "k120");
        var keys = new ArrayList<LoadedInstances.Key>();
        IntStream.range(0, 150).forEach(n -> keys.add(new LoadedInstances.Key(FIRST, "k" + n)));
        keys.addFirst(keys.getFirst());
        dynamoDb.meter().reset();

        var loaded = InstanceBatch.load(dynamoDb.client(), table, keys);

        assertThat(loaded.load(FIRST, "k0")).isEqualTo(Instance.none("k0"));
        assertThat(loaded.load(FIRST, "k120").version()).isEqualTo(1);
        assertThat(dynamoDb.meter().calls()).containsExactly("batchGetItem", "getItem");
    }

    /// DynamoDB leaves keys unprocessed if a table is throttled.
    @Test
    void an_unprocessed_key_is_read_alone_and_not_treated_as_absent() {
        var tables = new InMemoryDynamoDb();
        tables.createTable(create ->
                create.tableName("Lazy").keySchema(EmbeddedDynamoDb.key("pk", KeyType.HASH)));
        var kept = save(tables, "Lazy", FIRST, "k");

        var loaded =
                InstanceBatch.load(
                        tables.client(new Unprocessed(), () -> false),
                        "Lazy",
                        List.of(
                                new LoadedInstances.Key(FIRST, "k"),
                                new LoadedInstances.Key(SECOND, "k")));

        assertThat(loaded.load(FIRST, "k")).isEqualTo(kept);
        assertThat(loaded.load(SECOND, "k")).isEqualTo(Instance.none("k"));
    }

    private static final class Unprocessed implements InMemoryDynamoDb.Calls {
        @Override
        @SuppressWarnings("unchecked") // the response to a batch
        public <T> T make(DynamoDbRequest request, Supplier<T> call) {
            return request instanceof BatchGetItemRequest batch
                    ? (T)
                            BatchGetItemResponse.builder()
                                    .unprocessedKeys(batch.requestItems())
                                    .build()
                    : call.get();
        }
    }

    private InstanceBatch load(LoadedInstances.Key... keys) {
        return InstanceBatch.load(dynamoDb.client(), table, List.of(keys));
    }

    private Instance<State, Input> save(ProcessType<State, Input> process, String key) {
        return save(dynamoDb.client(), table, process, key);
    }

    private static Instance<State, Input> save(
            DynamoDbClient client, String table, ProcessType<State, Input> process, String key) {
        var store = new DynamoDbProcessStore<>(client, table, process);
        var none = Instance.<State, Input>none(key);
        var instance =
                new Instance<>(
                        key,
                        1,
                        process.initial(),
                        none.finished(),
                        none.marks(),
                        none.owed(),
                        none.timers(),
                        none.waiting(),
                        none.skipped(),
                        none.parked(),
                        none.behind(),
                        none.others());
        assertThat(store.save(instance, NOW)).isTrue();
        return store.load(key);
    }
}
