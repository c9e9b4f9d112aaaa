package dev.millrace.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The usage of some work by function, in the units that AWS bills. For several kinds of work,
/// their average.
final class Bill {
    /// CloudWatch adds this number of bytes to each line.
    private static final int LINE_BYTES = 26;

    private static final String TIME = "2026-01-01T00:00:00.000000000Z";

    private final Map<String, Work> byFunction = new LinkedHashMap<>();
    private final Set<String> metrics = new TreeSet<>();
    private double httpCalls;
    private double answered;
    private double busEvents;
    private double stored;

    /// What one function did.
    ///
    /// @param calls the number of calls, by operation and table
    /// @param writes in write request units; `reads` in read request units
    /// @param logged in bytes
    record Work(
            double runs, Map<String, Double> calls, double writes, double reads, double logged) {
        private static final Work NONE = new Work(0, Map.of(), 0, 0, 0);

        private Work plus(Work other) {
            var all = new TreeMap<>(calls);
            other.calls.forEach((name, times) -> all.merge(name, times, Double::sum));
            all.values().removeIf(times -> times == 0);
            return new Work(
                    runs + other.runs,
                    all,
                    writes + other.writes,
                    reads + other.reads,
                    logged + other.logged);
        }

        private Work times(double times) {
            var some = new TreeMap<String, Double>();
            calls.forEach((name, often) -> some.put(name, often * times));
            return new Work(runs * times, some, writes * times, reads * times, logged * times);
        }

        private Work logging(double bytes) {
            return new Work(runs, calls, writes, reads, bytes);
        }

        double count() {
            return calls.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    void httpCall(int answerBytes) {
        httpCalls++;
        answered += answerBytes;
    }

    void busEvent() {
        busEvents++;
    }

    void stored(long bytes) {
        stored += bytes;
    }

    void run(String function, Collection<CostMeter.Call> calls, List<String> lines) {
        for (var line : lines) metrics.addAll(LineMetrics.of(line));
        var named = new TreeMap<String, Double>();
        for (var call : calls) named.merge(call.name(), 1.0, Double::sum);
        add(
                function,
                new Work(
                        1,
                        named,
                        calls.stream().mapToDouble(CostMeter.Call::writes).sum(),
                        calls.stream().mapToDouble(CostMeter.Call::reads).sum(),
                        lines.stream()
                                .map(Bill::onAnyMachine)
                                .mapToInt(line -> line.getBytes(UTF_8).length + LINE_BYTES)
                                .sum()));
    }

    /// The line with a fixed duration and time, so that its length does not depend on the machine.
    private static String onAnyMachine(String line) {
        return line.replaceAll("\"(duration_ms|\\w+Lag|Overdue)\":\\d+", "\"$1\":10")
                .replaceFirst("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"%s\"".formatted(TIME));
    }

    /// Rounds its bytes to tenths of kilobytes, because instants differ in length.
    Bill rounded() {
        byFunction.replaceAll((_, work) -> work.logging(tenths(work.logged)));
        answered = tenths(answered);
        stored = tenths(stored);
        return this;
    }

    private static double tenths(double bytes) {
        return Math.round(bytes / 100) * 100.0;
    }

    /// Adds another bill, multiplied.
    Bill plus(double times, Bill other) {
        metrics.addAll(other.metrics);
        other.byFunction.forEach((function, work) -> add(function, work.times(times)));
        httpCalls += times * other.httpCalls;
        answered += times * other.answered;
        busEvents += times * other.busEvents;
        stored += times * other.stored;
        return this;
    }

    private void add(String function, Work work) {
        byFunction.merge(function, work, Work::plus);
    }

    Map<String, Work> byFunction() {
        return byFunction;
    }

    /// The metrics that the functions wrote, each with its name and dimensions.
    Set<String> metrics() {
        return metrics;
    }

    double httpCalls() {
        return httpCalls;
    }

    double answered() {
        return answered;
    }

    double busEvents() {
        return busEvents;
    }

    double stored() {
        return stored;
    }

    /// The work of all functions.
    Work all() {
        return byFunction.values().stream().reduce(Work.NONE, Work::plus);
    }
}
