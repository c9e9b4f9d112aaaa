package dev.millrace.acceptance;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.demo.ServiceClient;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.local.LocalCloud;
import dev.millrace.ticketing.ConcertCatalog;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// The data for calls of the API: bookings of `ada`, each placed under a key that names what became
/// of it, and items named `broken`, which the code cannot read.
record ApiWorld(LocalCloud cloud, ServiceClient client) {

    /// The id of the booking that was placed under a key.
    static String booking(String key) {
        return Ids.of("idempotency-key", "ada", key);
    }

    void make() {
        client.putConcert("api", "49.90", 6);
        client.putConcert("free", "0.00", 1);
        becomes("CONFIRMED", "confirmed", "api", 1);
        becomes("DENIED", "denied", "api", 1);
        becomes("SETTLED", "free", "free", 1);
        becomes("CONFIRMED", "paid", "api", 2);
        client.pay("ada", "payment-1", booking("paid"), "50.00");
        client.await("ada", booking("paid"), "SETTLED");
        becomes("CONFIRMED", "cancelled", "api", 3);
        client.cancel("ada", booking("cancelled"), "ill");
        becomes("CONFIRMED", "to-be-cancelled", "api", 4);
        becomes("DENIED", "erased", "api", 1);
        new Operations(cloud).erase(booking("erased"));
        fill();
        breakThings();
    }

    /// Makes a concert with the largest number of seats.
    private void fill() {
        var seats =
                IntStream.range(1, ConcertCatalog.MOST_SEATS)
                        .mapToObj(seat ->
                                String.format(
                                        Locale.ROOT,
                                        "Seat#%05d#%05d",
                                        2 + seat / 1_000,
                                        seat % 1_000))
                        .map(place ->
                                Map.of(
                                        "pk", fromS("Concert#full"),
                                        "sk", fromS(place),
                                        "price", fromS("49.90"),
                                        "currency", fromS("EUR")))
                        .toList();
        client.putConcert("full", "49.90", 1);
        var tables = new LocalTables(cloud);
        tables.putAll("SeatsTable", seats);
    }

    private void becomes(String status, String key, String concert, int seat) {
        client.bookUnder(key, "ada", concert, seat);
        client.await("ada", booking(key), status);
    }

    private void breakThings() {
        var tables = new LocalTables(cloud);
        var broken = booking("broken");
        tables.put(
                "BookingEventsTable", Map.of("pk", fromS("Booking#" + broken), "seq", fromN("1")));
        tables.put(
                "BookingViewTable",
                Map.of(
                        "pk", fromS(broken),
                        "clientId", fromS("broken"),
                        "placedAt", fromS("2026-03-01T12:00:00.000Z")));
        tables.put("SeatsTable", Map.of("pk", fromS("Concert#broken"), "sk", fromS("Concert")));
    }
}
