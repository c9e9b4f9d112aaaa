package dev.millrace.eventsourcing.dynamodb;

import dev.millrace.eventsourcing.testkit.Faults;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;

/// Runs DynamoDB Local in this JVM, empty for every test. A meter counts its calls.
public final class EmbeddedDynamoDb implements BeforeEachCallback, AfterEachCallback {
    private final Supplier<Engine> engines;
    private Engine engine;
    private final Meter meter = new Meter();
    private final Throttled throttled = new Throttled();

    public EmbeddedDynamoDb() {
        this(EmbeddedDynamoDb::embedded);
    }

    private EmbeddedDynamoDb(Supplier<Engine> engines) {
        this.engines = engines;
        this.engine = engines.get();
    }

    /// Uses [InMemoryDynamoDb] instead of DynamoDB Local.
    public static EmbeddedDynamoDb inMemory() {
        return new EmbeddedDynamoDb(() -> new Engine(new InMemoryDynamoDb(), () -> {}));
    }

    /// Whether the engine reports the capacity units that a call consumes.
    public boolean countsUnits() {
        return !(engine.client() instanceof InMemoryDynamoDb);
    }

    private record Engine(DynamoDbClient client, Runnable shutdown) {}

    private static Engine embedded() {
        var engine = DynamoDBEmbedded.create();
        return new Engine(engine.dynamoDbClient(), engine::shutdown);
    }

    public DynamoDbClient client() {
        return throttled.on(meter.on(engine.client()));
    }

    /// A client whose calls fail as `faults` says.
    public DynamoDbClient client(Faults faults) {
        var client = client();
        var type = DynamoDbClient.class;
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) ->
                                faults.call(
                                        method.getName(), () -> call(client, method, arguments))));
    }

    private static @Nullable Object call(
            DynamoDbClient client, Method method, Object @Nullable [] arguments) {
        try {
            return method.invoke(client, arguments);
        } catch (ReflectiveOperationException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) throw thrown;
            throw new IllegalStateException(failed);
        }
    }

    /// Begins or ends the throttling of every request to a table.
    public void throttle(String table, boolean on) {
        throttled.throttle(table, on);
    }

    /// Begins or ends the failure of every request to a table with a defect.
    public void breakDown(String table, boolean on) {
        throttled.breakDown(table, on);
    }

    public Meter meter() {
        return meter;
    }

    /// A journal's table: `pk` text, `seq` number.
    public String journalTable() {
        engine.client()
                .createTable(table ->
                        table.tableName("Events")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        attribute("pk", ScalarAttributeType.S),
                                        attribute("seq", ScalarAttributeType.N))
                                .keySchema(key("pk", KeyType.HASH), key("seq", KeyType.RANGE)));
        return "Events";
    }

    /// A view's table, without indexes: `pk` text.
    public String viewTable() {
        engine.client()
                .createTable(table ->
                        table.tableName("View")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(attribute("pk", ScalarAttributeType.S))
                                .keySchema(key("pk", KeyType.HASH)));
        return "View";
    }

    /// The table of processes: `pk` text, and its sparse indexes `due` and `parked`.
    public String processTable() {
        engine.client()
                .createTable(table ->
                        table.tableName("Processes")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        attribute("pk", ScalarAttributeType.S),
                                        attribute("dueShard", ScalarAttributeType.S),
                                        attribute("dueAt", ScalarAttributeType.S),
                                        attribute("process", ScalarAttributeType.S),
                                        attribute("parkedSince", ScalarAttributeType.S))
                                .keySchema(key("pk", KeyType.HASH))
                                .globalSecondaryIndexes(
                                        index("due", "dueShard", "dueAt", "process", "key"),
                                        index(
                                                "parked",
                                                "process",
                                                "parkedSince",
                                                "key",
                                                "parked")));
        return "Processes";
    }

    private static GlobalSecondaryIndex index(
            String name, String hash, String range, String... included) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key(hash, KeyType.HASH), key(range, KeyType.RANGE))
                .projection(projection ->
                        projection
                                .projectionType(ProjectionType.INCLUDE)
                                .nonKeyAttributes(included))
                .build();
    }

    public static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
    }

    public static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        engine.shutdown().run();
        engine = engines.get();
        meter.reset();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        engine.shutdown().run();
    }

    /// Removes an attribute of an item (`pk`), so that the item cannot be read.
    public void spoil(String table, String pk, String attribute) {
        change(table, pk, item -> item.remove(attribute));
    }

    /// Changes the attributes of an item (`pk`).
    public void change(String table, String pk, Consumer<Map<String, AttributeValue>> change) {
        var key = Map.of("pk", AttributeValue.fromS(pk));
        var item = new HashMap<>(client().getItem(get -> get.tableName(table).key(key)).item());
        change.accept(item);
        client().putItem(put -> put.tableName(table).item(item));
    }
}
