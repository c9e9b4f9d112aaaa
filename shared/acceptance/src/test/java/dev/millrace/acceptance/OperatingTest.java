package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.ApiCall;
import dev.millrace.demo.ServiceClient;
import dev.millrace.eventsourcing.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An operator's commands, on the functions that do the work.
@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class OperatingTest {
    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT6H");

    private final ServiceClient client = SERVICE.client();
    @TempDir private Path folder;

    private final LocalTables tables = new LocalTables(SERVICE.cloud());

    @Test
    void parked_work_is_listed_until_it_is_redriven_after_the_repair() {
        assertThat(millrace("parked").out()).startsWith("Nothing is parked.");
        var booking = cursed("wrong-price");
        assertThat(millrace("parked").out())
                .contains("reservation", parkedAt(booking), "attempts  3");
        assertThat(millrace("trace", booking).out())
                .contains("AWAITING_CONFIRMATION", "http: PlaceBooking")
                .contains("./millrace redrive reservation " + parkedAt(booking));

        var tooEarly = millrace("redrive", "reservation", parkedAt(booking));
        assertThat(tooEarly.exitCode()).isEqualTo(1);
        tables.price("wrong-price", "49.90");
        var mended = millrace("redrive", "reservation");

        assertThat(mended.exitCode()).as("%s", mended).isZero();
        assertThat(mended.out()).contains("1 done");
        assertThat(client.await("ada", booking, "CONFIRMED")).isEqualTo("CONFIRMED");
        assertThat(millrace("parked").out()).startsWith("Nothing is parked.");
    }

    @Test
    void skipped_work_is_not_done_again_and_the_client_can_still_cancel() {
        var booking = cursed("called-off");

        var what = parkedAt(booking);
        var skipped = millrace("skip", "reservation", what, what, "--reason", "it was called off");
        tables.price("called-off", "49.90");
        var fed = millrace("redrive", "reservation", booking, "--from-journal");

        assertThat(skipped.exitCode()).as("%s", skipped).isZero();
        assertThat(fed.exitCode()).as("%s", fed).isZero();
        assertThat(client.await("ada", booking, "AWAITING_CONFIRMATION"))
                .isEqualTo("AWAITING_CONFIRMATION");
        client.cancel("ada", booking, "never-mind");
        assertThat(client.await("ada", booking, "CANCELLED")).isEqualTo("CANCELLED");
    }

    @Test
    void a_row_that_was_lost_is_there_again_after_a_rebuild() {
        client.putConcert("rows", "49.90", 2);
        var booking = client.book("ada", "rows", 1);
        client.await("ada", booking, "CONFIRMED");
        var before = tables.quiet();
        tables.remove("BookingViewTable", booking);

        var rebuilt = millrace("rebuild", "booking-view");

        assertThat(rebuilt.exitCode()).as("%s", rebuilt).isZero();
        assertThat(rebuilt.out()).contains("rewritten 1");
        assertThat(tables.quiet()).isEqualTo(before);
    }

    @Test
    void a_booking_that_is_stuck_has_a_page_that_says_so() {
        var booking = cursed("drawn");
        var file = folder.resolve("booking.html");

        var ran = millrace("trace", booking, "--html", file.toString());

        assertThat(ran.exitCode()).as("%s", ran).isZero();
        assertThat(file)
                .content()
                .contains("Booking " + booking + ": AWAITING_CONFIRMATION")
                .contains("BookingPlaced", parkedAt(booking), "NumberFormatException")
                .contains(
                        "./millrace redrive reservation %s --endpoint-url"
                                .formatted(parkedAt(booking)));
        tables.price("drawn", "49.90");
        assertThat(millrace("redrive", "reservation").exitCode()).isZero();
    }

    @Test
    void a_settled_booking_has_a_page_with_everything_that_led_to_it() {
        client.putConcert("pictured", "49.90", 1);
        var booking = client.book("ada", "pictured", 1);
        client.await("ada", booking, "CONFIRMED");
        client.pay("ada", "p1", booking, "60.00");
        client.await("ada", booking, "SETTLED");
        client.pay("ada", "p2", booking, "49.90");
        var file = folder.resolve("settled.html");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    millrace("trace", booking, "--html", file.toString());
                    assertThat(file)
                            .content()
                            .contains("BookingSettled", "RefundRequested")
                            .contains("all of p2", "the difference of p1");
                });
    }

    /// On warm functions, which have the booking in memory.
    @Test
    void a_client_is_erased_and_her_repeated_calls_change_nothing() {
        client.putConcert("forgotten", "49.90", 2);
        client.bookUnder("mine", "eve", "forgotten", 1);
        var booking = Ids.of("idempotency-key", "eve", "mine");
        client.await("eve", booking, "CONFIRMED");
        client.pay("eve", "p1", booking, "49.90");
        client.await("eve", booking, "SETTLED");
        var open = client.book("eve", "forgotten", 2);
        client.await("eve", open, "CONFIRMED");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(millrace("erase", "--client", "eve", "--dry-run").out())
                                .startsWith("1 can be erased, 1 not yet:")
                                .contains(
                                        "Booking " + open + " is not erased:", "it is CONFIRMED"));
        var erased = millrace("erase", "--client", "eve");

        assertThat(erased.exitCode()).as("%s", erased).isEqualTo(1);
        assertThat(erased.out()).startsWith("1 erased, 1 not yet:");
        var before = tables.quiet();
        for (var call :
                List.of(
                        ApiCall.to("GET /bookings/{bookingId}").at("bookingId", booking),
                        ApiCall.to("GET /bookings/{bookingId}/history").at("bookingId", booking),
                        ApiCall.to("DELETE /bookings/{bookingId}").at("bookingId", booking),
                        ApiCall.to("POST /bookings")
                                .header("Idempotency-Key", "mine")
                                .json(
                                        """
                                        {"concertId":"forgotten","seats":[{"row":1,"number":1}]}\
                                        """))) {
            assertThat(call.by("eve").send(SERVICE.cloud().api()).status())
                    .as("%s", call)
                    .isEqualTo(404);
        }
        assertThat(millrace("erase", "--listed").out()).startsWith("1 erased, 0 not yet.");
        assertThat(tables.quiet()).isEqualTo(before);
        assertThat(millrace("trace", booking).out())
                .contains("ERASED", "It was erased at")
                .doesNotContain("eve");
    }

    /// A booking that cannot be confirmed, since its concert cannot be read.
    private String cursed(String concert) {
        client.putConcert(concert, "49.90", 1);
        tables.price(concert, "a song");
        var booking = client.book("ada", concert, 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> millrace("parked").out().contains(parkedAt(booking)));
        return booking;
    }

    private static String parkedAt(String booking) {
        return "Booking#" + booking + "/1";
    }

    private static Ran millrace(String... arguments) {
        return Ran.on(SERVICE.cloud().api(), arguments);
    }
}
