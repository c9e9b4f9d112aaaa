package dev.millrace.functions.processes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.millrace.eventsourcing.dynamodb.DueInstances;
import dev.millrace.eventsourcing.dynamodb.DueInstances.DueInstance;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Each minute: looks after every instance that is due, all shards side by side; one that fails is
/// stepped over, and is due again with the next sweep.
public final class ProcessTimers
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final int RESERVE_MILLIS = 15_000;

    private final Log log;
    private final Processes processes;
    private final DueInstances instances;
    private final InstantSource clock;

    public ProcessTimers() {
        this(System.getenv());
    }

    public ProcessTimers(Map<String, String> variables) {
        this(new Environment(variables));
    }

    private ProcessTimers(Environment environment) {
        this(environment, Log.of(environment));
    }

    private ProcessTimers(Environment environment, Log log) {
        this(
                Processes.of(environment, log),
                new DueInstances(
                        Aws.dynamoDb(environment), environment.required("PROCESSES_TABLE")),
                InstantSource.system(),
                log);
    }

    ProcessTimers(Processes processes, DueInstances instances, InstantSource clock, Log log) {
        this.processes = processes;
        this.instances = instances;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        var swept = new AtomicInteger();
        var failed = new AtomicInteger();
        var shards =
                IntStream.range(0, DueInstances.SHARDS)
                        .<Callable<Boolean>>mapToObj(
                                shard -> () -> sweep(shard, context, swept, failed))
                        .toList();
        var complete = true;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var shard : threads.invokeAll(shards)) complete &= shard.resultNow();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in the middle of a sweep", interrupted);
        }
        var counts =
                Map.<String, Object>of(
                        "swept", swept.get(), "failed", failed.get(), "complete", complete);
        log.info("looked after what was due", counts);
        return counts;
    }

    private boolean sweep(int shard, Context context, AtomicInteger swept, AtomicInteger failed) {
        try (var due = instances.due(shard, clock.instant())) {
            for (var rows = due.iterator(); rows.hasNext(); ) {
                if (context.getRemainingTimeInMillis() < RESERVE_MILLIS) return false;
                if (lookedAfter(rows.next())) swept.incrementAndGet();
                else failed.incrementAndGet();
            }
            return true;
        }
    }

    private boolean lookedAfter(DueInstance due) {
        var where = Map.of("process", due.process(), "instance", due.key());
        return log.where(
                where,
                () -> {
                    try {
                        processes.named(due.process()).orElseThrow().sweep(due.key());
                        return true;
                    } catch (RuntimeException failed) {
                        log.error("stepped over; the next sweep tries it again", failed, Map.of());
                        return false;
                    }
                });
    }
}
