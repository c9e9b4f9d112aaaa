package dev.millrace.functions.commands;

import static dev.millrace.functions.commands.Desk.cancel;
import static dev.millrace.functions.commands.Desk.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.TestCall;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `DELETE /bookings/{bookingId}`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CancelBookingTest {
    @RegisterExtension private final Desk desk = new Desk();

    @Test
    void a_booking_that_awaits_its_confirmation_is_cancelled() {
        var id = desk.history().placed("ada", "1", 1);

        var answer = desk.answer(cancel("ada", id).query("reason", "cannot come"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo("{\"bookingId\":\"%s\",\"status\":\"CANCELLED\"}".formatted(id));
        assertThat(desk.commits(id).getLast().events())
                .containsExactly(new BookingCancelled("cannot come"));
        assertThat(desk.commits(id).getLast().by()).isEqualTo("http CancelBooking");
    }

    @Test
    void a_booking_that_is_confirmed_is_cancelled() {
        var history = desk.history();
        var id = history.placed("ada", "1", 1);
        history.confirmed(id, null, "49.90");

        assertThat(desk.answer(cancel("ada", id)).text("status")).isEqualTo("CANCELLED");
        assertThat(desk.commits(id).getLast().events()).containsExactly(new BookingCancelled(null));
    }

    /// The function has cached the placed booking, which the process has confirmed since.
    @Test
    void a_booking_that_changed_since_it_was_cached_is_one_conflict() {
        var id = String.valueOf(desk.answer(place("ada")).text("bookingId"));
        desk.history().confirmed(id, null, "49.90");

        assertThat(desk.answer(cancel("ada", id)).text("status")).isEqualTo("CANCELLED");

        assertThat(desk.lines().measured("Conflicts")).containsExactly("Conflicts {} 1");
        assertThat(desk.lines().measured("Retries")).isEmpty();
        assertThat(desk.lines().measured("CommandsAccepted"))
                .containsExactly(
                        "CommandsAccepted {command=PlaceBooking} 1",
                        "CommandsAccepted {command=CancelBooking} 1");
    }

    @Test
    void cancelling_again_changes_nothing() {
        var id = desk.history().placed("ada", "1", 1);
        desk.answer(cancel("ada", id));

        assertThat(desk.answer(cancel("ada", id).query("reason", "again")).text("status"))
                .isEqualTo("CANCELLED");
        assertThat(desk.commits(id)).hasSize(2);
    }

    @Test
    void a_booking_that_is_over_stays_as_it_is() {
        var history = desk.history();
        var denied = history.placed("ada", "denied", 1);
        history.denied(denied, "taken");
        var expired = history.placed("ada", "expired", 1);
        history.confirmed(expired, history.clock().instant(), "49.90");
        history.clock().advance(Duration.ofHours(1));
        history.expired(expired);

        assertThat(desk.answer(cancel("ada", denied)).text("status")).isEqualTo("DENIED");
        assertThat(desk.answer(cancel("ada", expired)).text("status")).isEqualTo("EXPIRED");
    }

    @Test
    void a_booking_that_is_settled_is_not_cancelled() {
        var history = desk.history();
        var id = history.placed("ada", "1", 1);
        history.confirmed(id, null, "49.90");
        history.paid(id, "payment", "49.90");

        assertThat(desk.answer(cancel("ada", id)).problem()).isEqualTo("409 ALREADY_SETTLED");
        assertThat(desk.commits(id)).hasSize(3);
    }

    @Test
    void another_clients_booking_is_not_found_in_any_state() {
        var history = desk.history();
        var waiting = history.placed("ada", "1", 1);
        var settled = history.placed("ada", "2", 2);
        history.confirmed(settled, null, "0.00");

        for (var id : new String[] {waiting, settled, Ids.of("nobody's")})
            assertThat(desk.answer(cancel("bob", id)).problem()).isEqualTo("404 NOT_FOUND");
        assertThat(desk.commits(waiting)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not-an-id", "../../etc", "AAAAAAAAAAAAAAAAAAAA", "Booking#x"})
    void a_malformed_id_is_not_found_without_any_read(String id) {
        assertThat(desk.answer(cancel("ada", id)).problem()).isEqualTo("404 NOT_FOUND");
        assertThat(desk.meter().calls()).isEmpty();
    }

    @Test
    void a_reason_has_500_characters_at_most() {
        var id = desk.history().placed("ada", "1", 1);

        assertThat(desk.answer(cancel("ada", id).query("reason", "r".repeat(501))).problem())
                .isEqualTo("400 INVALID_FIELD reason");
        assertThat(
                        desk.answer(cancel("ada", id).query("reason", "\ud83c\udf9f".repeat(500)))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void a_body_is_ignored() {
        var id = desk.history().placed("ada", "1", 1);

        assertThat(desk.answer(cancel("ada", id).body("{not json", false)).status()).isEqualTo(200);
    }

    @Test
    void cancelling_needs_a_token() {
        var id = desk.history().placed("ada", "1", 1);
        var call = TestCall.to("DELETE /bookings/{bookingId}").path("bookingId", id);

        assertThat(desk.answer(call).problem()).isEqualTo("403 NO_SUBJECT");
    }

    @Test
    void cancelling_costs_a_read_and_a_put_cold_and_one_put_warm() {
        var id = desk.answer(Desk.place("ada", "key")).text("bookingId");
        desk.meter().reset();

        desk.answer(cancel("ada", String.valueOf(id)));

        assertThat(desk.meter().calls()).containsExactly("putItem");

        var other = desk.history().placed("ada", "1", 1);
        desk.meter().reset();
        desk.answer(cancel("ada", other));

        assertThat(desk.meter().calls()).containsExactly("query", "putItem");
    }
}
