package dev.millrace.functions.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `GET /bookings/{bookingId}/history`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GetHistoryTest {
    private static final Instant DEADLINE = Instant.parse("2026-03-01T18:00:00Z");

    @RegisterExtension private final Counter counter = new Counter();

    @Test
    void an_event_has_its_time_and_its_command() {
        var id = counter.history().placed("ada", "1", 1);

        var event = counter.history("ada", id).body().path("events").path(0);

        assertThat(event.path("commandId").asText()).matches("[0-9a-v]{20}");
        assertThat(event.toString())
                .isEqualTo(
                        """
                        {"seq":1,"index":0,"type":"BookingPlaced",\
                        "at":"2026-03-01T12:00:01.123456789Z",\
                        "data":{"clientId":"ada","concertId":"spring","seats":[{"row":1,"number":1}]},\
                        "commandId":"%s","correlationId":"request %s"}\
                        """
                                .formatted(event.path("commandId").asText(), id));
    }

    @Test
    void the_events_of_a_paid_booking_are_in_order_and_in_the_json_of_the_api() {
        var history = counter.history();
        var id = history.placed("ada", "1", 1, 2);
        history.confirmed(id, DEADLINE, "49.90", "0.00");
        history.paid(id, "payment-7", "60.00");

        assertThat(events(id))
                .containsExactly(
                        "1/0 BookingPlaced {\"clientId\":\"ada\",\"concertId\":\"spring\","
                                + "\"seats\":[{\"row\":1,\"number\":1},{\"row\":1,\"number\":2}]}",
                        "2/0 BookingConfirmed {\"tickets\":["
                                + "{\"row\":1,\"number\":1,\"price\":\"49.90\"},"
                                + "{\"row\":1,\"number\":2,\"price\":\"0.00\"}],"
                                + "\"currency\":\"EUR\",\"expiresAt\":\"2026-03-01T18:00:00Z\"}",
                        "3/0 BookingPaid {\"paymentId\":\"payment-7\",\"payer\":\"payer\","
                                + "\"amount\":\"60.00\",\"currency\":\"EUR\",\"overpaid\":\"10.10\"}",
                        "3/1 BookingSettled {}");
    }

    @Test
    void null_fields_are_left_out() {
        var history = counter.history();
        var free = history.placed("ada", "free", 1);
        history.confirmed(free, null, "0.00");
        var paid = history.placed("ada", "paid", 1);
        history.confirmed(paid, null, "1.00");
        history.paid(paid, "payment-7", null);
        var cancelled = history.placed("ada", "cancelled", 1);
        history.cancelled(cancelled, "ada", null);

        assertThat(events(free).subList(1, 3))
                .containsExactly(
                        "2/0 BookingConfirmed {\"tickets\":["
                                + "{\"row\":1,\"number\":1,\"price\":\"0.00\"}],\"currency\":\"EUR\"}",
                        "2/1 BookingSettled {}");
        assertThat(events(paid).get(2))
                .isEqualTo("3/0 BookingPaid {\"paymentId\":\"payment-7\",\"payer\":\"payer\"}");
        assertThat(events(cancelled).getLast()).isEqualTo("2/0 BookingCancelled {}");
    }

    @Test
    void every_other_end_is_shown_too() {
        var history = counter.history();
        var denied = history.placed("ada", "denied", 1);
        history.denied(denied, "taken");
        var expired = history.placed("ada", "expired", 1);
        history.confirmed(expired, history.clock().instant(), "1.00");
        history.clock().advance(Duration.ofDays(1));
        history.expired(expired);
        var cancelled = history.placed("ada", "cancelled", 1);
        history.cancelled(cancelled, "ada", "ill");

        assertThat(events(denied).getLast()).isEqualTo("2/0 BookingDenied {\"reason\":\"taken\"}");
        assertThat(events(expired).getLast()).isEqualTo("3/0 BookingExpired {}");
        assertThat(events(cancelled).getLast())
                .isEqualTo("2/0 BookingCancelled {\"reason\":\"ill\"}");
    }

    @Test
    void an_event_has_its_cause_if_there_is_one() {
        var history = counter.history();
        var id = history.placed("ada", "1", 1);
        history.confirmed(id, DEADLINE, "1.00");

        var events = counter.history("ada", id).body().path("events");

        assertThat(events.path(0).has("causationId")).isFalse();
        assertThat(events.path(1).path("causationId").asText()).isEqualTo(id + "/1/0");
    }

    private List<String> events(String id) {
        var events = new ArrayList<String>();
        counter.history("ada", id)
                .body()
                .path("events")
                .forEach(event ->
                        events.add(
                                "%s/%s %s %s"
                                        .formatted(
                                                event.path("seq"),
                                                event.path("index"),
                                                event.path("type").asText(),
                                                event.path("data"))));
        return events;
    }
}
