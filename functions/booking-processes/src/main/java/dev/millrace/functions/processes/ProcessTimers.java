package dev.millrace.functions.processes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.Threads.Tasks;
import dev.millrace.eventsourcing.dynamodb.DueInstances;
import dev.millrace.eventsourcing.dynamodb.DueInstances.DueInstance;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.SweepMetrics;
import dev.millrace.eventsourcing.process.Swept;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;

/// Each minute: looks after every instance that is due, all shards side by side, and beside them
/// after the payments in the failure queue. What fails is stepped over, and due again with the next
/// sweep.
public final class ProcessTimers
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    /// How many instances are looked after at once.
    private static final int AT_ONCE = 32;

    /// What is begun before only that is left of the time ends in it, as a rule: five slow calls,
    /// one after the other. What does not is gone on with by the next sweep.
    static final long RESERVE_MILLIS = 5 * Clients.CALL.toMillis();

    private final Log log;
    private final Processes processes;
    private final DueInstances instances;
    private final FailedPayments failedPayments;
    private final Runtime runtime;

    public ProcessTimers() {
        this(System.getenv());
    }

    public ProcessTimers(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public ProcessTimers(Environment environment, Runtime runtime, Clients clients) {
        this.log = new Log(environment, runtime);
        var ports = Ports.of(environment, runtime, clients, log);
        this.processes = new Processes(ports, log);
        this.instances = ports.instances().due();
        this.failedPayments =
                FailedPayments.triedAgain(
                        clients.sqs(),
                        environment.required("FAILED_PAYMENTS_QUEUE"),
                        new IncomingPayments(processes, runtime.clock(), log),
                        log);
        this.runtime = runtime;
    }

    /// What a sweep does, counted while its parts run side by side.
    private static final class Tally {
        private final AtomicInteger swept = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicBoolean complete = new AtomicBoolean(true);
        private final LongAccumulator overdue = new LongAccumulator(Math::max, 0);

        Map<String, Object> counts() {
            return Map.of("swept", swept.get(), "failed", failed.get(), "complete", complete.get());
        }
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        var tally = new Tally();
        var threads = runtime.threads();
        try (var rows = threads.open(AT_ONCE);
                var parts = threads.open(DueInstances.SHARDS + 1)) {
            parts.execute(() -> orStepOver(() -> takeUpPayments(context, tally), tally));
            for (var number = 0; number < DueInstances.SHARDS; number++) {
                var shard = number;
                parts.execute(() -> orStepOver(() -> sweep(shard, context, rows, tally), tally));
            }
        }
        log.info(
                "looked after what was due",
                tally.counts(),
                SweepMetrics.OVERDUE.of(tally.overdue.get()));
        return tally.counts();
    }

    private void orStepOver(Runnable part, Tally tally) {
        try {
            part.run();
        } catch (RuntimeException | Error failed) {
            log.error(
                    "a part of the sweep failed; the next sweep tries it again",
                    failed,
                    Map.of(),
                    SweepMetrics.STEPPED_OVER.of(1));
            tally.complete.set(false);
        }
    }

    /// One that waits for something that does not answer holds up no other.
    private void sweep(int shard, Context context, Tasks tasks, Tally tally) {
        var now = runtime.clock().instant();
        try (var due = instances.due(shard, now)) {
            for (var rows = due.iterator(); rows.hasNext(); ) {
                var row = rows.next();
                tally.overdue.accumulate(Duration.between(row.since(), now).toMillis());
                if (isOutOfTime(context, tally)) return;
                tasks.execute(() -> {
                    if (!isOutOfTime(context, tally)) lookAfter(row, tally);
                });
            }
        }
    }

    private void lookAfter(DueInstance due, Tally tally) {
        var where = Map.of("process", due.process(), "instance", due.key());
        log.where(
                where,
                () -> {
                    try {
                        log.timed("looked after", () -> swept(due));
                        return tally.swept.incrementAndGet();
                    } catch (RuntimeException | Error failed) {
                        log.error(
                                "stepped over; the next sweep tries it again",
                                failed,
                                Map.of(),
                                SweepMetrics.STEPPED_OVER.of(1));
                        return tally.failed.incrementAndGet();
                    }
                });
    }

    private Swept swept(DueInstance due) {
        var process =
                processes
                        .named(due.process())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "no process is called %s: was it renamed? There are %s"
                                                .formatted(due.process(), processes.names())));
        process.sweep(due.key());
        return process;
    }

    private void takeUpPayments(Context context, Tally tally) {
        var tried = failedPayments.tryAll(() -> isOutOfTime(context, tally));
        tally.swept.addAndGet(tried.taken());
        tally.failed.addAndGet(tried.failed());
        if (!tried.complete()) tally.complete.set(false);
    }

    private static boolean isOutOfTime(Context context, Tally tally) {
        if (context.getRemainingTimeInMillis() >= RESERVE_MILLIS) return false;
        tally.complete.set(false);
        return true;
    }
}
