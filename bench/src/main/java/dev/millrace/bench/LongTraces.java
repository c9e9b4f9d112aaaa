package dev.millrace.bench;

import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Measures what an operator's trace of an entity with a long history costs.
final class LongTraces implements Benchmark {
    private static final Map<String, Object> REQUEST =
            Map.of("operation", "trace", "type", "Account", "entity", "a");

    @Override
    public String name() {
        return "traces";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "The trace of an account with so many commits.",
                        "commits",
                        "calls",
                        "read units",
                        "ms",
                        "KB of the answer");
        try (var world = World.accounts()) {
            var accounts = new Accounts(world);
            for (var length : List.of(10, scale.traced())) {
                accounts.grow("a", length);
                var costs = new ArrayList<Cost>();
                var bytes = 0;
                for (var pair = 0; pair <= scale.pairs(); pair++) {
                    var operations = new Accounts.Operations(world.platform());
                    var answer = new ArrayList<Map<String, Object>>();
                    costs.add(
                            Cost.of(
                                    world.meter(),
                                    () ->
                                            answer.add(
                                                    operations.handleRequest(
                                                            REQUEST, TestContext.inTime()))));
                    bytes = Json.write(answer.getFirst()).length();
                }
                var last = costs.removeFirst();
                table.row(
                        length,
                        last.calls(),
                        last.reads(),
                        Spread.of(costs.stream().map(Cost::millis).toList()),
                        bytes / 1024.0);
            }
        }
        return List.of(table);
    }
}
