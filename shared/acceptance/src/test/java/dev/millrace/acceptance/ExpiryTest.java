package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.demo.ServiceClient;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExpiryTest {
    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT1S");

    private final ServiceClient client = SERVICE.client();

    @Test
    void an_unpaid_booking_expires_and_its_seat_is_bookable_again() {
        client.putConcert("unpaid", "49.90", 1);
        var first = client.book("ada", "unpaid", 1);

        assertThat(client.await("ada", first, "EXPIRED")).isEqualTo("EXPIRED");

        var second = client.bookWhenFree("ben", "unpaid", 1);
        assertThat(client.await("ben", second, "CONFIRMED")).isEqualTo("CONFIRMED");
    }
}
