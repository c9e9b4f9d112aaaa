package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.demo.ServiceClient;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Bookings over HTTP, on the template itself, with real streams.
@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingLifeTest {
    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT6H");

    private final ServiceClient client = SERVICE.client();

    @Test
    void a_placed_booking_is_confirmed_by_the_stream_alone() {
        client.putConcert("confirmed", "49.90", 1);

        var booking = client.book("ada", "confirmed", 1);

        assertThat(client.await("ada", booking, "CONFIRMED")).isEqualTo("CONFIRMED");
    }

    @Test
    void a_payment_on_the_bus_settles_it() {
        client.putConcert("settled", "49.90", 1);
        var booking = client.book("ada", "settled", 1);
        client.await("ada", booking, "CONFIRMED");

        client.pay("somebody", "payment", booking, "49.90");

        assertThat(client.await("ada", booking, "SETTLED")).isEqualTo("SETTLED");
    }

    @Test
    void tickets_that_cost_nothing_settle_it_at_once() {
        client.putConcert("free", "0.00", 1);

        var booking = client.book("ada", "free", 1);

        assertThat(client.await("ada", booking, "SETTLED")).isEqualTo("SETTLED");
    }

    @Test
    void a_taken_seat_denies_it_and_a_cancelled_booking_frees_its_seat() {
        client.putConcert("taken", "49.90", 1);
        var first = client.book("ada", "taken", 1);
        client.await("ada", first, "CONFIRMED");

        var second = client.book("ben", "taken", 1);
        assertThat(client.await("ben", second, "DENIED")).isEqualTo("DENIED");

        client.cancel("ada", first, "ill");
        var third = client.bookWhenFree("ben", "taken", 1);
        assertThat(client.await("ben", third, "CONFIRMED")).isEqualTo("CONFIRMED");
    }

    @Test
    void of_clients_racing_for_a_seat_exactly_one_is_confirmed() throws Exception {
        client.putConcert("race", "49.90", 1);
        var racers =
                IntStream.range(0, 6)
                        .<Callable<String>>mapToObj(n -> () -> client.book("racer-" + n, "race", 1))
                        .toList();
        List<String> bookings;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            bookings = threads.invokeAll(racers).stream().map(Future::resultNow).toList();
        }

        var ends =
                IntStream.range(0, 6)
                        .mapToObj(n ->
                                client.await("racer-" + n, bookings.get(n), "CONFIRMED", "DENIED"))
                        .toList();

        assertThat(ends).containsOnlyOnce("CONFIRMED").filteredOn("DENIED"::equals).hasSize(5);
    }
}
