package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.demo.BusLog;
import dev.millrace.demo.ServiceClient;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The service requests the refund of a payment that no booking can use.
@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class RefundTest {
    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT1S");

    private final ServiceClient client = SERVICE.client();
    private final BusLog bus = new BusLog(SERVICE.cloud(), InstantSource.system());

    @Test
    void a_payment_of_an_unknown_booking_is_refunded_after_a_wait() {
        client.pay("ada", "payment-1", "nobodys", "49.90");

        assertRefunded("nobodys");
    }

    @Test
    void a_payment_of_a_booking_that_has_expired_is_refunded() {
        client.putConcert("late", "49.90", 1);
        var booking = client.book("ada", "late", 1);
        client.await("ada", booking, "EXPIRED");

        client.pay("ada", "payment-2", booking, "49.90");

        assertRefunded(booking);
        assertThat(client.await("ada", booking, "EXPIRED")).isEqualTo("EXPIRED");
    }

    private void assertRefunded(String booking) {
        assertThat(client.waitFor(() -> bus.hasPublished(booking, "RefundRequested"))).isTrue();
    }
}
