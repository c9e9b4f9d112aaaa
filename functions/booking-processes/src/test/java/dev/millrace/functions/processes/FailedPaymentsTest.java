package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Payments that Lambda could not hand over and moved to the failure queue.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FailedPaymentsTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void after_ten_minutes_without_the_process_table_every_payment_is_applied() {
        var bookings = new ArrayList<String>();
        for (var seat = 1; seat <= 4; seat++) bookings.add(confirmed(seat));
        stage.breakdowns().throttle("Processes", true);
        for (var minute = 0; minute < 10; minute++) {
            if (minute < bookings.size()) lambda(bookings.get(minute));
            minutePasses();
        }
        assertThat(stage.queue().bodies("failures")).hasSize(4);
        assertThat(bookings).noneMatch(this::isSettled);

        stage.breakdowns().throttle("Processes", false);
        for (var minute = 0; minute < 20; minute++) minutePasses();

        assertThat(bookings).allMatch(this::isSettled);
        assertThat(stage.queue().bodies("failures")).isEmpty();
        assertThat(stage.queue().bodies("given-up")).isEmpty();
        assertThat(stage.parked()).isEmpty();
    }

    @Test
    void a_defective_payment_is_tried_for_a_day_with_growing_pauses_and_then_given_up() {
        stage.queue().send(envelope("broken", Map.of("paymentId", "p")));
        var tries = new ArrayList<Integer>();
        for (var minute = 0; minute < 30 * 60; minute++) {
            var before = tries();
            minutePasses();
            if (tries() > before) tries.add(minute);
        }

        assertThat(tries).containsExactly(0, 1, 3, 7, 15, 31, 63, 127, 255, 495, 735, 975, 1215);
        assertThat(stage.queue().bodies("given-up")).hasSize(1);

        stage.queue().send("not even JSON");
        minutePasses();
        assertThat(tries()).isEqualTo(14);
    }

    @Test
    void a_redrive_handles_given_up_payments_and_keeps_those_that_fail_again() {
        var booking = confirmed(1);
        stage.queue().send(envelope("good", detail(booking)));
        stage.queue().send(envelope("bad", Map.of()));
        stage.breakdowns().throttle("Processes", true);
        for (var minute = 0; minute < 30 * 60; minute++) minutePasses();
        stage.breakdowns().throttle("Processes", false);
        assertThat(stage.queue().bodies("given-up")).hasSize(2);
        assertThat(waiting()).containsEntry("givenUp", 2);

        var answer = stage.operate(Map.of("operation", "redrive-inputs", "process", "payment"));

        assertThat(answer).isEqualTo(Map.of("taken", 1, "failed", 1, "complete", true));
        assertThat(isSettled(booking)).isTrue();
        assertThat(waiting()).containsEntry("givenUp", 1);
        assertThat(stage.operate(Map.of("operation", "redrive-inputs", "process", "reminder")))
                .containsEntry("taken", 0);
    }

    @Test
    void after_an_outage_the_other_payments_wait_for_the_next_sweep() {
        for (var seat = 1; seat <= 4; seat++) {
            stage.queue().send(envelope("e" + seat, detail(confirmed(seat))));
        }
        stage.breakdowns().throttle("Processes", true);

        minutePasses();

        assertThat(tries()).isEqualTo(1);
    }

    private String confirmed(int seat) {
        var booking = stage.history().placed("bob", "seat " + seat, seat);
        stage.history()
                .confirmed(booking, BookingHistory.BEGINNING.plus(Duration.ofDays(9)), "49.90");
        return booking;
    }

    /// Hands a payment over as Lambda does: three times, and then to the queue.
    private void lambda(String booking) {
        var event = "event of " + booking;
        for (var attempt = 0; attempt < 3; attempt++) {
            assertThatExceptionOfType(Outage.class)
                    .isThrownBy(() -> stage.pay(event, detail(booking)));
        }
        stage.queue().send(envelope(event, detail(booking)));
    }

    private static Map<String, Object> detail(String booking) {
        return Map.of(
                "clientId", "bob",
                "paymentId", "payment for " + booking,
                "bookingId", booking,
                "amount", "49.90",
                "currency", "EUR");
    }

    private static String envelope(String id, Map<String, Object> detail) {
        return Json.write(
                Map.of(
                        "version", "1.0",
                        "requestContext", Map.of("condition", "RetriesExhausted"),
                        "requestPayload",
                                Map.of(
                                        "id", id,
                                        "detail-type", "PaymentReceived",
                                        "detail", detail)));
    }

    private void minutePasses() {
        stage.timers().run(TestContext.inTime());
        stage.history().clock().advance(Duration.ofMinutes(1));
    }

    private int tries() {
        return stage.lines().of("an input in the failure queue failed again").size();
    }

    private boolean isSettled(String booking) {
        return stage.commits(booking).getLast().events().getLast() instanceof BookingSettled;
    }

    @SuppressWarnings("unchecked") // as the function answers it
    private Map<String, Object> waiting() {
        var answer = stage.operate(Map.of("operation", "parked"));
        var inputs = (List<Map<String, Object>>) answer.getOrDefault("failedInputs", List.of());
        return inputs.getFirst();
    }
}
