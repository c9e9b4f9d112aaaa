package dev.millrace.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Runs the benchmarks and prints their tables, as Markdown: `./millrace bench`.
public final class Bench {
    private static final String FULL = "--full";
    private static final String SAVE = "--save";

    /// In the order of docs/benchmarks.md.
    static final List<Benchmark> ALL =
            List.of(
                    new CommandCosts(),
                    new Rules(),
                    new Throughput(),
                    new Histories(),
                    new Batches(),
                    new Sweeps(),
                    new Rebuilds(),
                    new Payments(),
                    new ClientLists(),
                    new LongTraces(),
                    new ColdStarts(),
                    new PrimedStarts(),
                    new EndToEnd());

    private Bench() {}

    /// @param arguments the names of benchmarks, none for all; `--full`; `--save`
    public static void main(String[] arguments) throws Exception {
        var names = new TreeSet<>(List.of(arguments));
        var scale = names.remove(FULL) ? Scale.FULL : Scale.SHORT;
        var saves = names.remove(SAVE);
        var known = ALL.stream().map(Benchmark::name).collect(Collectors.toSet());
        if (!known.containsAll(names)) {
            System.err.printf("millrace: there are the benchmarks %s%n", new TreeSet<>(known));
            System.exit(2);
        }
        var report = run(scale, names, System.out);
        if (saves && report.failed().isEmpty()) save(report.text());
        report.failed()
                .forEach((name, failure) -> {
                    System.err.printf("millrace: the benchmark %s failed%n", name);
                    failure.printStackTrace();
                });
        System.exit(report.failed().isEmpty() ? 0 : 1); // DynamoDB Local leaves threads behind
    }

    /// @param text the tables
    /// @param failed the failures, by the name of the benchmark
    record Report(String text, Map<String, Exception> failed) {}

    /// Runs benchmarks. One that fails does not stop the others.
    ///
    /// @param names the benchmarks to run; all if it is empty
    static Report run(Scale scale, Set<String> names, PrintStream out) {
        var parts = new ArrayList<String>();
        var failed = new TreeMap<String, Exception>();
        print(parts, out, Machine.describe().markdown());
        for (var benchmark : ALL) {
            if (!names.isEmpty() && !names.contains(benchmark.name())) continue;
            print(parts, out, "### " + benchmark.name() + "\n");
            try {
                for (var table : benchmark.run(scale)) print(parts, out, table.markdown());
            } catch (Exception failure) {
                failed.put(benchmark.name(), failure);
            }
        }
        return new Report(String.join("\n", parts), failed);
    }

    private static void print(List<String> parts, PrintStream out, String part) {
        parts.add(part);
        out.println(part);
        out.flush();
    }

    private static void save(String report) throws IOException {
        new Page(Project.file("docs/benchmarks.md")).replaceMeasured(report);
    }
}
