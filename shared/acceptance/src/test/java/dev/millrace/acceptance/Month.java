package dev.millrace.acceptance;

import dev.millrace.TemplateCosts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The cost of a number of bookings in a month, in USD, at the list prices and under the
/// assumptions in docs/costs.md. It deducts no free tier, except that of the users of Cognito.
record Month(Load load, Bill aBooking, Bill aMinute, TemplateCosts fixed) {
    private static final double MINUTES = 730 * 60;
    private static final double GIGABYTE = 1e9;

    private static final double RUN_SECONDS = 0.010;
    private static final double CALL_SECONDS = 0.010;
    private static final double COLD_SECONDS = 3;
    private static final double PLATFORM_LOG_BYTES = 800;
    private static final double ACCESS_LOG_BYTES = 400;
    private static final int FREE_USERS = 10_000;

    /// How many bookings a month has, and the share of their runs that are cold starts.
    record Load(int bookings, double coldShare) {}

    /// The cost of each kind of usage.
    Map<String, Double> costs() {
        var costs = new LinkedHashMap<String, Double>();
        costs.put("DynamoDB writes", total(bill -> bill.all().writes()) * 0.625 / 1e6);
        costs.put("DynamoDB reads", total(bill -> bill.all().reads()) * 0.125 / 1e6);
        costs.put(
                "DynamoDB storage added, with backup",
                total(Bill::stored) / GIGABYTE * (0.25 + 0.20));
        costs.put("Lambda requests", runs() * 0.20 / 1e6);
        costs.put("Lambda time", seconds() * 0.0000133334);
        costs.put("HTTP API", total(Bill::httpCalls) * 1.00 / 1e6);
        costs.put("Data out", total(Bill::answered) / GIGABYTE * 0.09);
        costs.put("EventBridge", total(Bill::busEvents) * 1.00 / 1e6);
        costs.put("SQS", total(Month::receives) * 0.40 / 1e6);
        costs.put("Logs", logBytes() / GIGABYTE * (0.50 + 0.03));
        costs.put("X-Ray", traces() * 5.00 / 1e6);
        costs.put("KMS", fixed.tablesInUse() * MINUTES / 5 * 0.03 / 1e4);
        costs.put("Alarms", fixed.alarmMetrics() * 0.10);
        costs.put("Metrics", metrics() * 0.30);
        costs.put("Dashboard", 3.00);
        return costs;
    }

    double sum() {
        return costs().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /// The cost of the user pool, with one monthly active user for each booking. It is separate,
    /// because a stack with another issuer (`JwtIssuer`) has no user pool.
    double cognito() {
        return Math.max(0, load.bookings() - FREE_USERS) * 0.015;
    }

    /// The sweeps run even without bookings.
    private double total(Function<Bill, Double> of) {
        return load.bookings() * of.apply(aBooking) + MINUTES * of.apply(aMinute);
    }

    private static double receives(Bill bill) {
        return bill.all().calls().getOrDefault("ReceiveMessage", 0.0);
    }

    private double metrics() {
        var counted = new TreeSet<>(aBooking.metrics());
        counted.addAll(aMinute.metrics());
        return counted.size() + fixed.filteredMetrics() + fixed.routeMetrics();
    }

    private double runs() {
        return total(bill -> bill.all().runs());
    }

    private double seconds() {
        var cold = load.bookings() * aBooking.all().runs() * load.coldShare();
        return runs() * RUN_SECONDS
                + total(bill -> bill.all().count()) * CALL_SECONDS
                + cold * COLD_SECONDS;
    }

    private double logBytes() {
        return total(bill -> bill.all().logged())
                + runs() * PLATFORM_LOG_BYTES
                + total(Bill::httpCalls) * ACCESS_LOG_BYTES;
    }

    /// X-Ray traces the first run of a function in a second, and one in twenty of the others.
    private double traces() {
        var runs = new TreeMap<String, Double>();
        aBooking.byFunction()
                .forEach((name, work) ->
                        runs.merge(name, load.bookings() * work.runs(), Double::sum));
        aMinute.byFunction()
                .forEach((name, work) -> runs.merge(name, MINUTES * work.runs(), Double::sum));
        var seconds = MINUTES * 60;
        return runs.values().stream()
                .mapToDouble(all -> Math.min(all, seconds) + 0.05 * Math.max(0, all - seconds))
                .sum();
    }
}
