package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.demo.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A throttled table delays bookings and does nothing else.
@Tag("end-to-end")
@Tag("embedded") // no other backend can simulate an outage
@DisplayNameGeneration(ReplaceUnderscores.class)
class OutageTest {
    private static final int BOOKINGS = 40;

    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT6H");

    private final ServiceClient client = SERVICE.client();
    private final Operations operations = new Operations(SERVICE.cloud());

    @Test
    void seats_throttled_for_a_minute_park_nothing_and_every_booking_reaches_its_end() {
        client.putConcert("rush", "49.90", BOOKINGS);
        var bookings = new ArrayList<String>();
        try (var _ = SERVICE.cloud().throttle("SeatsTable")) {
            for (var seat = 1; seat <= BOOKINGS; seat++) {
                bookings.add(client.book("ada", "rush", seat));
            }
            await().during(Duration.ofMinutes(1))
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(operations::parked, List::isEmpty);
            assertThat(client.await("ada", bookings.getFirst(), "AWAITING_CONFIRMATION"))
                    .isEqualTo("AWAITING_CONFIRMATION");
        }

        for (var booking : bookings) {
            assertThat(client.await("ada", booking, "CONFIRMED")).isEqualTo("CONFIRMED");
        }
        assertThat(operations.parked()).isEmpty();
    }
}
