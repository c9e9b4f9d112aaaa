package dev.millrace.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/// Measures a command in memory with JMH: its decision, the fold of its events, and its commit as
/// an item.
final class Rules implements Benchmark {
    private static final List<String> STEPS = List.of("decide", "evolve", "write", "read");

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "A command in memory, in ns, by JMH: decide it, apply its events, write its commit as an item, read the commit. Medians and quartiles of the iterations.",
                        "command",
                        "decide",
                        "evolve",
                        "write",
                        "read");
        var isOnce = scale.pairs() == 1;
        var time = TimeValue.milliseconds(scale.iteration().toMillis());
        var options =
                new OptionsBuilder()
                        .include(RulesState.class.getName())
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(isOnce ? 0 : 1)
                        .warmupIterations(isOnce ? 0 : 5)
                        .warmupTime(time)
                        .measurementIterations(isOnce ? 1 : 5)
                        .measurementTime(time)
                        .verbosity(VerboseMode.SILENT)
                        .build();
        var byCommand = new TreeMap<String, Map<String, Spread>>();
        for (var result : new Runner(options).run()) {
            byCommand
                    .computeIfAbsent(result.getParams().getParam("command"), _ -> new HashMap<>())
                    .put(step(result), nanos(result.getPrimaryResult().getStatistics()));
        }
        byCommand.forEach((command, nanos) -> {
            var row = new ArrayList<Object>(List.of(command));
            for (var step : STEPS) row.add(requireNonNull(nanos.get(step), step));
            table.row(row.toArray());
        });
        return List.of(table);
    }

    private static Spread nanos(Statistics iterations) {
        return new Spread(
                iterations.getPercentile(50),
                iterations.getPercentile(25),
                iterations.getPercentile(75));
    }

    private static String step(RunResult result) {
        var name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
