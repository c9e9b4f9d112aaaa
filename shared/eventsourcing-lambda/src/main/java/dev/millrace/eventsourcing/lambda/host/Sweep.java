package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.eventsourcing.SweepReport;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Metric.Measured;
import dev.millrace.eventsourcing.lambda.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Stream;

/// Counts one run of a scheduled function over what is due, while its parts run in parallel. A
/// failed item is stepped over, and is due again in the next run.
public final class Sweep implements SweepReport {
    private static final String FAILED = "failed";

    /// The backlog: how long the most overdue item of a run was due. It is measured in every run,
    /// and is 0 if nothing was due. It grows while runs do not reach or cannot handle what is due.
    private static final Metric OVERDUE = Metric.millis("Overdue");

    private static final Metric STEPPED_OVER = Metric.count("SteppedOver");

    private final Log log;
    private final Context context;
    private final long reserveMillis;
    private final Instant now;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final LongAccumulator overdue = new LongAccumulator(Math::max, 0);
    private final AtomicBoolean complete = new AtomicBoolean(true);

    /// @param calls how many slow calls a part may need one after the other; no part begins with
    ///   less time than that
    public Sweep(Platform platform, Context context, int calls) {
        this.log = platform.log();
        this.context = context;
        this.reserveMillis = Clients.CALL.multipliedBy(calls).toMillis();
        this.now = platform.clock().instant();
    }

    /// When the run began.
    public Instant now() {
        return now;
    }

    @Override
    public boolean isOutOfTime() {
        var isOutOfTime = context.getRemainingTimeInMillis() < reserveMillis;
        if (isOutOfTime) complete.set(false);
        return isOutOfTime;
    }

    @Override
    public void found(Instant since) {
        overdue.accumulate(Duration.between(since, now).toMillis());
    }

    @Override
    public void count(String what, int number) {
        counts.merge(what, number, Integer::sum);
    }

    @Override
    public void stepOver(String message, Throwable cause, Map<String, String> fields) {
        count(FAILED, 1);
        log.error(message, cause, fields, STEPPED_OVER.of(1));
    }

    /// Does a part of the run. If it fails, the run is not complete, and the other parts go on.
    public void part(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failed) {
            complete.set(false);
            log.error(
                    "a part of the sweep failed; the next sweep tries it again",
                    failed,
                    Map.of(),
                    STEPPED_OVER.of(1));
        }
    }

    public void markIncomplete() {
        complete.set(false);
    }

    /// Logs what the run did, and returns it.
    ///
    /// @param names the counts to report, besides the failures
    public Map<String, Object> end(String message, List<String> names, Measured... measured) {
        var answer = new LinkedHashMap<String, Object>();
        for (var name : names) answer.put(name, counted(name));
        answer.put(FAILED, counted(FAILED));
        answer.put("complete", complete.get());
        log.info(message, answer, with(measured, OVERDUE.of(overdue.get())));
        return answer;
    }

    public int counted(String name) {
        return counts.getOrDefault(name, 0);
    }

    private static Measured[] with(Measured[] measured, Measured last) {
        return Stream.concat(Stream.of(measured), Stream.of(last)).toArray(Measured[]::new);
    }
}
