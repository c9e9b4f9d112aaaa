package dev.millrace.functions.expiry;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.DueBookings;
import dev.millrace.booking.Expiry;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.ScheduledFunction;
import dev.millrace.eventsourcing.lambda.host.Sweep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Lambda function that sweeps each minute: it expires due bookings, all shards in parallel, and
/// stops before its time-out.
public final class BookingExpiry extends ScheduledFunction {
    private static final Metric EXPIRED = Metric.count("Expired");

    private final Platform platform;
    private final Expiry expiry;

    public BookingExpiry() {
        this(System.getenv());
    }

    public BookingExpiry(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public BookingExpiry(Platform platform) {
        this.platform = platform;
        this.expiry =
                new Expiry(
                        new BookingTable(
                                platform.clients().dynamoDb(), platform.table(BookingRow.VIEW)),
                        platform.entities(BOOKING),
                        platform.view(BookingRow.VIEW),
                        platform.clock());
    }

    /// If a shard cannot be read, the function fails after the other shards are done.
    @Override
    public Map<String, Object> run(Context context) {
        var sweep = new Sweep(platform, context, Expiry.MOST_CALLS_A_ROW);
        var shards =
                IntStream.range(0, DueBookings.SHARDS)
                        .<Callable<Boolean>>mapToObj(shard -> () -> sweep(shard, sweep))
                        .toList();
        for (var shard : platform.runtime().threads().runAll(DueBookings.SHARDS, shards)) {
            if (shard.state() == Future.State.SUCCESS) continue;
            throw new IllegalStateException("a shard could not be swept", shard.exceptionNow());
        }
        return sweep.end(
                "swept", List.of("expired", "refused"), EXPIRED.of(sweep.counted("expired")));
    }

    private boolean sweep(int shard, Sweep sweep) {
        try (var _ = platform.log().with(Map.of("process", "expiry"))) {
            expiry.sweep(shard, sweep);
            return true;
        }
    }
}
