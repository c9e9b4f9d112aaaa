package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.demo.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Bookings that fail every time, among a thousand others on the one shard of their stream.
@Tag("end-to-end")
@Tag("embedded") // on another backend, a thousand bookings take minutes
@DisplayNameGeneration(ReplaceUnderscores.class)
class PoisonTest {
    private static final int CROWD = 1_000;

    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT6H");

    private final ServiceClient client = SERVICE.client();
    private final LocalTables tables = new LocalTables(SERVICE.cloud());
    private final Operations operations = new Operations(SERVICE.cloud());

    @Test
    void a_poison_event_parks_and_a_thousand_others_are_confirmed_until_it_is_mended()
            throws Exception {
        client.putConcert("crowd", "49.90", CROWD);
        client.putConcert("cursed", "49.90", 1);
        tables.price("cursed", "a song");
        var poisoned = client.book("ada", "cursed", 1);
        var unreadable = new HashMap<>(placed(poisoned));
        unreadable.put("pk", fromS("Booking#unreadable"));
        unreadable.put("events", fromS("[{"));
        tables.put("BookingEventsTable", unreadable);

        var crowd = book();

        await().atMost(Duration.ofMinutes(2)).until(() -> statuses("CONFIRMED") == CROWD);
        assertThat(client.await("ada", poisoned, "AWAITING_CONFIRMATION"))
                .isEqualTo("AWAITING_CONFIRMATION");
        assertThat(operations.parked())
                .containsExactlyInAnyOrder(
                        "reservation Booking#" + poisoned + "/1",
                        "booking-stream Booking#unreadable/1",
                        "booking-view Booking#unreadable");

        tables.price("cursed", "49.90");
        unreadable.put("events", placed(crowd.getFirst()).get("events"));
        tables.put("BookingEventsTable", unreadable);

        assertThat(operations.redrive("reservation", "Booking#" + poisoned + "/1"))
                .isEqualTo("DONE");
        assertThat(operations.redrive("booking-stream", "Booking#unreadable/1")).isEqualTo("DONE");
        assertThat(operations.redrive("booking-view", "Booking#unreadable")).isEqualTo("DONE");
        assertThat(client.await("ada", poisoned, "CONFIRMED")).isEqualTo("CONFIRMED");
        assertThat(told(poisoned)).isEqualTo(told(crowd.getFirst()));
        assertThat(operations.parked()).isEmpty();
        await().atMost(Duration.ofSeconds(20)).until(() -> statuses("DENIED") == 1);
    }

    /// Books one seat each, from several threads at once.
    private List<String> book() throws Exception {
        try (var clients = Executors.newFixedThreadPool(8)) {
            var bookings = new ArrayList<String>();
            var calls =
                    IntStream.rangeClosed(1, CROWD)
                            .<Callable<String>>mapToObj(
                                    seat -> () -> client.book("ben", "crowd", seat))
                            .toList();
            for (var call : clients.invokeAll(calls)) bookings.add(call.get());
            return bookings;
        }
    }

    private long statuses(String status) {
        return tables.items("BookingViewTable").stream()
                .filter(row -> row.toString().contains("\"" + status + "\""))
                .count();
    }

    /// The commits of a booking without ids and times: the sender and the events of each.
    private List<String> told(String booking) {
        return tables.items("BookingEventsTable").stream()
                .filter(item -> fromS("Booking#" + booking).equals(item.get("pk")))
                .map(item ->
                        text(item, "by") + " " + text(item, "events").replaceAll("\"data\".*", ""))
                .toList();
    }

    private Map<String, AttributeValue> placed(String booking) {
        return tables.items("BookingEventsTable").stream()
                .filter(item -> fromS("Booking#" + booking).equals(item.get("pk")))
                .filter(item -> fromN("1").equals(item.get("seq")))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, fromS("")).s();
    }
}
