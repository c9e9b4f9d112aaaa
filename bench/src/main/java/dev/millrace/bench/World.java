package dev.millrace.bench;

import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.dynamodb.Meter;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.InMemoryQueues;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestClients;
import dev.millrace.local.LocalDynamoDb;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// The empty tables of a template on DynamoDB Local in this JVM, and what functions need to run on
/// them. Every call is counted, except those of [#client].
final class World implements AutoCloseable {
    /// The most items that DynamoDB writes in one call.
    private static final int MOST_AT_ONCE = 25;

    private final LocalDynamoDb dynamoDb;
    private final Meter meter = new Meter();
    private final Map<String, String> variables = new HashMap<>();

    private World(Path template, Map<String, String> tables) {
        this.dynamoDb = LocalDynamoDb.start(template);
        tables.forEach((variable, table) -> variables.put(variable, dynamoDb.table(table)));
        variables.put("BUS", "the-bus");
        variables.put("BUS_SOURCE", "bench");
    }

    /// The tables of template.yaml.
    static World booking() {
        var world =
                new World(
                        Project.template(),
                        Map.of(
                                "BOOKING_EVENTS_TABLE", "BookingEventsTable",
                                "BOOKING_VIEW_TABLE", "BookingViewTable",
                                "SEATS_TABLE", "SeatsTable",
                                "PROCESSES_TABLE", "ProcessesTable"));
        world.variables.put("RESERVATION_HOLD", "PT6H");
        world.variables.put("UNKNOWN_BOOKING_WAIT", "PT10M");
        world.variables.put("FAILED_PAYMENTS_QUEUE", InMemoryQueues.FAILURES);
        return world;
    }

    /// The tables of [Accounts].
    static World accounts() throws IOException {
        var file = Files.createTempFile("accounts-", ".yaml");
        try (var template = resource("accounts.yaml")) {
            Files.copy(template, file, StandardCopyOption.REPLACE_EXISTING);
            return new World(
                    file,
                    Map.of(
                            "ACCOUNT_EVENTS_TABLE", "AccountEventsTable",
                            "ACCOUNT_VIEW_TABLE", "AccountViewTable",
                            "PROCESSES_TABLE", "ProcessesTable"));
        } finally {
            Files.delete(file);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(World.class.getResourceAsStream("/" + name), name);
    }

    /// The platform of a cold function, which has cached no entity.
    Platform platform() {
        return platform(InstantSource.system());
    }

    /// The same, with another clock.
    Platform platform(InstantSource clock) {
        Clients clients =
                new TestClients(meter.on(client()))
                        .withBus(new UnheardBus())
                        .withQueues(new InMemoryQueues(InstantSource.system()));
        var silence = new PrintStream(OutputStream.nullOutputStream());
        var system = Runtime.system();
        var runtime = new Runtime(clock, system.random(), system.sleeper(), system.threads());
        return new Platform(new Environment(Map.copyOf(variables), silence), runtime, clients);
    }

    /// A client whose calls are not counted.
    DynamoDbClient client() {
        return dynamoDb.client();
    }

    Meter meter() {
        return meter;
    }

    /// The name of a table, by its logical id.
    String table(String logicalId) {
        return dynamoDb.table(logicalId);
    }

    /// All items of a table.
    List<Map<String, AttributeValue>> items(String logicalId) {
        return client()
                .scanPaginator(scan -> scan.tableName(table(logicalId)).consistentRead(true))
                .items()
                .stream()
                .toList();
    }

    /// Puts items that are made from their numbers: 0, 1, 2 ….
    void fill(String logicalId, int items, Function<Integer, Map<String, AttributeValue>> item) {
        for (var first = 0; first < items; first += MOST_AT_ONCE) {
            var puts = new ArrayList<WriteRequest>();
            for (var n = first; n < Math.min(items, first + MOST_AT_ONCE); n++) {
                var put = PutRequest.builder().item(item.apply(n)).build();
                puts.add(WriteRequest.builder().putRequest(put).build());
            }
            client().batchWriteItem(write -> write.requestItems(Map.of(table(logicalId), puts)));
        }
    }

    @Override
    public void close() {
        dynamoDb.close();
    }
}
