package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.eventsourcing.Threads.Tasks;
import dev.millrace.eventsourcing.dynamodb.DueInstances;
import dev.millrace.eventsourcing.dynamodb.DueInstances.DueInstance;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;
import java.util.List;
import java.util.Map;

/// The sweep: every minute it handles all due instances of a service's processes, all shards in
/// parallel, and tries the inputs in the failure queues again. A failed instance is stepped over,
/// and is due again in the next sweep.
public abstract class SweepFunction extends ScheduledFunction {
    /// How many instances are swept in parallel.
    private static final int AT_ONCE = 32;

    /// A part of a sweep usually needs no more slow calls than this. The next sweep continues the
    /// rest.
    static final int MOST_CALLS = 5;

    private final Platform platform;
    private final Processes processes;
    private final DueInstances instances;
    private final List<FailedInputs> failedInputs;

    protected SweepFunction(Platform platform, Service service) {
        this.platform = platform;
        this.processes = new Processes(service, platform);
        this.instances = new DueInstances(platform.clients().dynamoDb(), platform.processesTable());
        this.failedInputs =
                processes.busSources().stream()
                        .map(source ->
                                FailedInputs.triedAgain(
                                        platform, source, new BusSource(processes, source)))
                        .toList();
    }

    @Override
    public final Map<String, Object> run(Context context) {
        var sweep = new Sweep(platform, context, MOST_CALLS);
        var threads = platform.runtime().threads();
        try (var rows = threads.open(AT_ONCE);
                var parts = threads.open(DueInstances.SHARDS + failedInputs.size())) {
            for (var inputs : failedInputs) {
                parts.execute(() -> sweep.part(() -> handleAgain(inputs, sweep)));
            }
            for (var number = 0; number < DueInstances.SHARDS; number++) {
                var shard = number;
                parts.execute(() -> sweep.part(() -> sweep(shard, rows, sweep)));
            }
        }
        return sweep.end("swept what was due", List.of("swept"));
    }

    /// A slow instance does not delay the others.
    private void sweep(int shard, Tasks tasks, Sweep sweep) {
        try (var due =
                instances.due(
                        shard,
                        sweep.now(),
                        row -> steppedOver(Map.of("instance", row.row()), row.cause(), sweep))) {
            for (var rows = due.iterator(); rows.hasNext(); ) {
                var row = rows.next();
                sweep.found(row.since());
                if (sweep.isOutOfTime()) return;
                tasks.execute(() -> {
                    if (!sweep.isOutOfTime()) sweep(row, sweep);
                });
            }
        }
    }

    private void sweep(DueInstance due, Sweep sweep) {
        var fields = Map.of("process", due.process(), "instance", due.key());
        try (var step = platform.log().begin("sweep of an instance", fields)) {
            var process = processes.named(due.process());
            if (process == null) {
                throw new IllegalStateException(
                        "no process is called %s: was it renamed? There are %s"
                                .formatted(due.process(), processes.names()));
            }
            process.sweep(due.key());
            sweep.count("swept", 1);
            step.done();
        } catch (RuntimeException | Error failed) {
            steppedOver(fields, failed, sweep);
        }
    }

    private static void steppedOver(Map<String, String> fields, Throwable cause, Sweep sweep) {
        sweep.stepOver("stepped over; the next sweep tries it again", cause, fields);
    }

    private static void handleAgain(FailedInputs inputs, Sweep sweep) {
        var tried = inputs.tryAll(sweep::isOutOfTime);
        sweep.count("swept", tried.taken());
        sweep.count("failed", tried.failed());
        if (!tried.complete()) sweep.markIncomplete();
    }
}
