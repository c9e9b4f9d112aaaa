package dev.millrace.bench;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.host.StreamFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Measures what a batch of stream records costs the two readers of a journal: many entities with
/// one record each, and one entity with all records.
final class Batches implements Benchmark {
    /// The entities of a batch's records.
    private enum Shape {
        MANY_ENTITIES,
        ONE_ENTITY
    }

    @Override
    public String name() {
        return "batches";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "A batch of %s stream records of accounts, with a view and a process that keeps a sum."
                                .formatted(scale.batch()),
                        "batch",
                        "calls",
                        "write units",
                        "read units",
                        "ms");
        try (var world = World.accounts()) {
            var accounts = new Accounts(world);
            for (var shape : Shape.values()) {
                var batches = new ArrayList<List<Map<String, AttributeValue>>>();
                for (var round = 0; round <= scale.pairs(); round++) {
                    batches.add(batch(world, accounts, shape, round, scale.batch()));
                }
                var entities = shape == Shape.ONE_ENTITY ? "one entity" : "an entity each";
                measure(
                        world,
                        table,
                        entities + ", view",
                        new Accounts.Views(world.platform()),
                        batches);
                measure(
                        world,
                        table,
                        entities + ", process",
                        new Accounts.Processes(world.platform()),
                        batches);
            }
        }
        return List.of(table);
    }

    private static void measure(
            World world,
            Table table,
            String title,
            StreamFunction function,
            List<List<Map<String, AttributeValue>>> batches)
            throws Exception {
        var costs = new ArrayList<Cost>();
        for (var batch : batches) {
            costs.add(
                    Cost.of(
                            world.meter(),
                            () -> {
                                var answer =
                                        function.handleRequest(StreamBatch.ofItems(batch), null);
                                if (StreamBatch.failures(answer).isEmpty()) return;
                                throw new IllegalStateException(title + ": a record failed");
                            }));
        }
        var counted = costs.subList(1, costs.size());
        var last = counted.getLast();
        table.row(
                title,
                last.calls(),
                last.writes(),
                last.reads(),
                Spread.of(counted.stream().map(Cost::millis).toList()));
    }

    private static List<Map<String, AttributeValue>> batch(
            World world, Accounts accounts, Shape shape, int round, int size) {
        var name = "%s-%s".formatted(shape, round);
        if (shape == Shape.ONE_ENTITY) {
            accounts.grow(name, size);
            return commits(world, name);
        }
        var batch = new ArrayList<Map<String, AttributeValue>>();
        for (var n = 0; n < size; n++) {
            accounts.grow(name + "-" + n, 1);
            batch.addAll(commits(world, name + "-" + n));
        }
        return batch;
    }

    /// The items of an account's commits, as the stream carries them.
    private static List<Map<String, AttributeValue>> commits(World world, String account) {
        return world
                .client()
                .query(query ->
                        query.tableName(world.table("AccountEventsTable"))
                                .keyConditionExpression("pk = :pk")
                                .expressionAttributeValues(
                                        Map.of(":pk", fromS("Account#" + account))))
                .items()
                .stream()
                .<Map<String, AttributeValue>>map(HashMap::new)
                .sorted((a, b) ->
                        Long.compare(new Item(a).number("seq"), new Item(b).number("seq")))
                .toList();
    }
}
