package dev.millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.eventsourcing.lambda.crac.Core;
import dev.millrace.local.functions.FunctionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Compares the first event of a function that was primed, as before a snapshot of SnapStart, with
/// a warm one. It takes no snapshot: only Lambda can.
final class PrimedStarts implements Benchmark {
    /// The functions of template.yaml that start from snapshots.
    private static final List<String> PRIMED =
            List.of(
                    "BookingCommands",
                    "BookingProcess",
                    "BookingQueries",
                    "BookingView",
                    "Concerts",
                    "PaymentProcess");

    /// What one process measured, in ms.
    private record Times(double first, double warm) {}

    @Override
    public String name() {
        return "primed-starts";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "The first event of a function, not primed and primed, and a warm event, in ms. Medians and quartiles of %s processes."
                                .formatted(scale.starts()),
                        "function",
                        "first, not primed",
                        "first, primed",
                        "warm",
                        "first primed to warm");
        var folder = Files.createTempDirectory("millrace-bench-");
        try (var cloud = ColdStarts.cloud(folder)) {
            var wanted = scale.started().isEmpty() ? PRIMED : scale.started();
            for (var function : ColdStarts.functions(cloud, wanted)) {
                var unprimed = new ArrayList<Double>();
                var primed = new ArrayList<Times>();
                for (var n = 0; n < scale.starts(); n++) {
                    unprimed.add(start(function, false).first());
                    primed.add(start(function, true));
                }
                table.row(
                        function.id(),
                        Spread.of(unprimed),
                        Spread.of(primed.stream().map(Times::first).toList()),
                        Spread.of(primed.stream().map(Times::warm).toList()),
                        Spread.of(primed.stream().map(one -> one.first() / one.warm()).toList()));
            }
        }
        return List.of(table);
    }

    private static Times start(FunctionSpec function, boolean primes)
            throws IOException, InterruptedException {
        var event = FreshEvent.file(function.id()).toString();
        var command = new ArrayList<>(Jvm.java(PrimedStart.class.getName()));
        command.addAll(List.of(function.handlerClass(), event, Boolean.toString(primes)));
        command.add(1, "-Dorg.crac.Core.Compat=" + Core.class.getPackageName());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(ColdStarts.environment(function));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new IOException(output);
        var nanos = output.lines().toList().getLast().split(" ", 2);
        return new Times(Double.parseDouble(nanos[0]) / 1e6, Double.parseDouble(nanos[1]) / 1e6);
    }
}
