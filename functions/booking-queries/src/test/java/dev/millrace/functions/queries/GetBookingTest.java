package dev.millrace.functions.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.TestCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /bookings/{bookingId}`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GetBookingTest {
    private static final Instant DEADLINE = Instant.parse("2026-03-01T18:00:00Z");

    @RegisterExtension private final Counter counter = new Counter();

    @Test
    void a_placed_booking_has_only_the_fields_of_its_request() {
        var id = counter.history().placed("ada", "1", 1, 2);

        var answer = counter.get("ada", id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsExactly(Map.entry("content-type", "application/json"));
        assertThat(answer.body().toString())
                .isEqualTo(
                        """
                        {"bookingId":"%s","clientId":"ada","concertId":"spring",\
                        "seats":[{"row":1,"number":1},{"row":1,"number":2}],\
                        "status":"AWAITING_CONFIRMATION",\
                        "placedAt":"2026-03-01T12:00:01.123456789Z","version":1}\
                        """
                                .formatted(id));
    }

    @Test
    void a_settled_booking_shows_its_tickets_its_exact_prices_and_its_payment() {
        var history = counter.history();
        var id = history.placed("ada", "1", 1, 2);
        history.confirmed(id, DEADLINE, "49.90", "0.00");
        history.paid(id, "payment-7", "60.00");

        assertThat(counter.get("ada", id).body().toString())
                .isEqualTo(
                        """
                        {"bookingId":"%s","clientId":"ada","concertId":"spring",\
                        "seats":[{"row":1,"number":1},{"row":1,"number":2}],\
                        "tickets":[{"row":1,"number":1,"price":"49.90"},\
                        {"row":1,"number":2,"price":"0.00"}],"currency":"EUR",\
                        "status":"SETTLED",\
                        "placedAt":"2026-03-01T12:00:01.123456789Z",\
                        "confirmedAt":"2026-03-01T12:00:02.123456789Z",\
                        "expiresAt":"2026-03-01T18:00:00Z",\
                        "paymentId":"payment-7","version":3}\
                        """
                                .formatted(id));
    }

    @Test
    void the_reason_why_a_booking_is_over_is_shown() {
        var history = counter.history();
        var denied = history.placed("ada", "denied", 1);
        history.denied(denied, "taken: row 1 seat 1");
        var cancelled = history.placed("ada", "cancelled", 1);
        history.cancelled(cancelled, "ada", "ill");

        assertThat(counter.get("ada", denied).text("reason")).isEqualTo("taken: row 1 seat 1");
        assertThat(counter.get("ada", cancelled).text("reason")).isEqualTo("ill");
        assertThat(counter.get("ada", cancelled).text("status")).isEqualTo("CANCELLED");
    }

    @Test
    void a_client_reads_its_own_writes_while_the_view_is_behind() {
        var history = counter.history();
        var id = history.placed("ada", "1", 1);
        assertThat(counter.get("ada", id).text("status")).isEqualTo("AWAITING_CONFIRMATION");

        counter.catchUp(id);
        history.confirmed(id, DEADLINE, "49.90");
        history.clock().advance(Duration.ofDays(1));
        history.expired(id);

        assertThat(counter.get("ada", id).text("status")).isEqualTo("EXPIRED");
        assertThat(counter.get("ada", id).body().path("version").asInt()).isEqualTo(3);
    }

    @Test
    void it_costs_one_row_and_one_query_of_the_journal_and_writes_nothing() {
        var id = counter.history().placed("ada", "1", 1);
        counter.catchUp(id);
        counter.meter().reset();

        counter.get("ada", id);

        assertThat(counter.meter().calls()).containsExactly("getItem", "query");
    }

    @Test
    void another_clients_booking_is_answered_like_one_that_does_not_exist() {
        var id = counter.history().placed("ada", "1", 1);
        var unknown = Ids.of("nobody's");

        assertThat(counter.get("bob", id)).isEqualTo(counter.get("bob", unknown));
        assertThat(counter.history("bob", id)).isEqualTo(counter.history("bob", unknown));
        assertThat(counter.get("bob", id).problem()).isEqualTo("404 NOT_FOUND");
        assertThat(counter.history("bob", id).problem()).isEqualTo("404 NOT_FOUND");
        counter.catchUp(id);
        assertThat(counter.get("bob", id).problem()).isEqualTo("404 NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not-an-id", "../../etc", "AAAAAAAAAAAAAAAAAAAA", "Booking#x"})
    void a_malformed_id_is_not_found_without_any_read(String id) {
        counter.meter().reset();

        assertThat(counter.get("ada", id).problem()).isEqualTo("404 NOT_FOUND");
        assertThat(counter.history("ada", id).problem()).isEqualTo("404 NOT_FOUND");
        assertThat(counter.meter().calls()).isEmpty();
    }

    @Test
    void every_route_needs_a_token() {
        var id = counter.history().placed("ada", "1", 1);
        for (var route :
                List.of(
                        "GET /bookings",
                        "GET /bookings/{bookingId}",
                        "GET /bookings/{bookingId}/history")) {
            for (var asked : List.of(id, "no-id"))
                assertThat(counter.answer(TestCall.to(route).path("bookingId", asked)).problem())
                        .isEqualTo("403 NO_SUBJECT");
        }
    }

    @Test
    void a_function_that_lacks_a_table_does_not_start() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new BookingQueries(
                                Map.of("AWS_REGION", "eu-west-1", "BOOKING_EVENTS_TABLE", "E")))
                .withMessageContaining("BOOKING_VIEW_TABLE");
    }
}
