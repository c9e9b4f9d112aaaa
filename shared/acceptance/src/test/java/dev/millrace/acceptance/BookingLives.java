package dev.millrace.acceptance;

import dev.millrace.ApiCall;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.dynamodb.ItemSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Leads bookings of two seats through their lives, one run of a function at a time.
final class BookingLives implements AutoCloseable {
    private static final List<String> TABLES =
            List.of(
                    "BookingEventsTable",
                    "BookingViewTable",
                    "BookingViewTable",
                    "SeatsTable",
                    "ProcessesTable");
    private static final String SWEEP = "{}";

    private final UntriggeredCloud cloud;

    BookingLives(UntriggeredCloud cloud) {
        this.cloud = cloud;
    }

    static BookingLives withHoldsOf(Duration hold, Path folder) throws IOException {
        var parameters = Map.of("ReservationHold", hold.toString());
        return new BookingLives(new UntriggeredCloud(folder, parameters, UnaryOperator.identity()));
    }

    /// The usage of some work, and the bytes that it adds to the tables.
    Bill measure(Consumer<Bill> life) {
        var before = stored();
        var bill = new Bill();
        life.accept(bill);
        bill.stored(stored() - before);
        return bill.rounded();
    }

    void putConcert(String concert, int seats) {
        cloud.client().putConcert(concert, "49.90", seats);
    }

    /// Places a booking, and delivers everything that follows.
    void place(Bill bill, String key, String concert, int firstSeat) {
        var body =
                "{\"concertId\":\"%s\",\"seats\":[{\"row\":1,\"number\":%s},{\"row\":1,\"number\":%s}]}"
                        .formatted(concert, firstSeat, firstSeat + 1);
        cloud.call(bill, "BookingCommands", post(key).json(body));
        cloud.settle(bill);
    }

    void look(Bill bill, String key) {
        var get = ApiCall.to("GET /bookings/{bookingId}").by("ada").at("bookingId", booking(key));
        cloud.call(bill, "BookingQueries", get);
    }

    void lookAtConcert(Bill bill, String concert) {
        cloud.call(
                bill,
                "Concerts",
                ApiCall.to("GET /concerts/{concertId}").by("ada").at("concertId", concert));
    }

    /// Reports a payment of two seats, and delivers everything that follows.
    void pay(Bill bill, String key) {
        cloud.client().pay("ada", "payment-" + key, booking(key), "99.80");
        cloud.settle(bill);
    }

    /// Sweeps once a reminder is due, and delivers what follows.
    void remind(Bill bill) {
        cloud.untilDue("ProcessesTable");
        cloud.run(bill, "ProcessTimers", SWEEP);
        cloud.settle(bill);
    }

    /// Sweeps once the deadline is past, and delivers what follows.
    void expire(Bill bill) {
        cloud.untilDue("BookingViewTable");
        cloud.run(bill, "BookingExpiry", SWEEP);
        cloud.settle(bill);
    }

    /// Two sweeps that find nothing.
    void sweep(Bill bill) {
        cloud.run(bill, "ProcessTimers", SWEEP);
        cloud.run(bill, "BookingExpiry", SWEEP);
    }

    String status(String key) {
        return cloud.client().await("ada", booking(key), "SETTLED", "EXPIRED", "DENIED");
    }

    /// The bytes in the tables, with the 100 bytes that DynamoDB adds to each item. The view counts
    /// twice, for its index with whole rows.
    private long stored() {
        return TABLES.stream()
                .flatMap(table -> cloud.tables().items(table).stream())
                .mapToLong(item -> 100 + ItemSize.bytes(item))
                .sum();
    }

    private static ApiCall post(String key) {
        return ApiCall.to("POST /bookings").by("ada").header("Idempotency-Key", key);
    }

    static String booking(String key) {
        return Ids.of("idempotency-key", "ada", key);
    }

    @Override
    public void close() {
        cloud.close();
    }
}
