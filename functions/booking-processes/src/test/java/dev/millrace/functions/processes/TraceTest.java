package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What an operator is told of one booking, from all that is kept of it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void a_booking_that_lives_shows_its_commits_its_processes_its_seats_and_its_row() {
        var booking = confirmed();
        var commits = stage.commits(booking);

        var answer = trace(booking);

        assertThat(answer)
                .containsEntry("booking", booking)
                .containsEntry("status", "CONFIRMED")
                .containsEntry("client", "ada")
                .containsEntry("parked", List.of())
                .containsEntry("view", Map.of("status", "CONFIRMED", "version", 2L, "behind", 0L));
        assertThat(list(answer, "commits"))
                .element(1)
                .isEqualTo(
                        Map.of(
                                "seq",
                                2L,
                                "at",
                                commits.getLast().at().toString(),
                                "by",
                                "reservation ConfirmBooking",
                                "command",
                                commits.getLast().commandId(),
                                "correlation",
                                "request " + booking,
                                "causation",
                                booking + "/1/0",
                                "events",
                                List.of("BookingConfirmed"),
                                "tells",
                                List.of(told("announcement", "BookingConfirmed"))));
        assertThat(map(answer, "seats")).containsEntry("answer", "HELD").containsKey("deadline");
        assertThat(list(answer, "processes"))
                .extracting(process -> process.get("state"))
                .containsExactly("heard of no payment", "waits for half of the time to pay");
        assertThat(list(list(answer, "processes").getLast(), "timers"))
                .singleElement()
                .satisfies(timer ->
                        assertThat(timer)
                                .containsEntry("causation", "Booking#" + booking + "/2/0"));
        assertThat(why(answer))
                .contains("It is confirmed since", "waits for a payment of 49.90 EUR");
    }

    @Test
    void what_is_parked_is_told_with_the_command_that_helps() {
        stage.breakSeats();
        var booking = stage.history().placed("ada", "1", 1);
        stage.deliver(booking, 1);

        var answer = trace(booking);

        assertThat(answer).containsEntry("status", "AWAITING_CONFIRMATION");
        assertThat(list(answer, "parked"))
                .singleElement()
                .satisfies(one -> assertThat(one).containsEntry("process", "reservation"));
        assertThat(why(answer))
                .contains("./millrace redrive reservation Booking#" + booking + "/1")
                .doesNotContain("lost");
        assertThat(map(answer, "seats")).isEqualTo(Map.of("answer", "NONE"));
    }

    @Test
    void a_step_that_was_told_to_drop_a_commit_says_so() {
        stage.breakSeats();
        var booking = stage.history().placed("ada", "1", 1);
        stage.deliver(booking, 1);
        var at = "Booking#" + booking + "/1";
        stage.operate(
                Map.of(
                        "operation", "skip",
                        "process", "reservation",
                        "instance", at,
                        "what", at,
                        "reason", "it was called off"));

        var answer = trace(booking);

        assertThat(list(answer, "skipped"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one)
                                .containsEntry("what", at)
                                .containsEntry("reason", "it was called off"));
        assertThat(why(answer)).contains("only its client can end it");
    }

    @Test
    void a_record_that_was_lost_is_suspected_after_a_minute() {
        var booking = stage.history().placed("ada", "1", 1);
        assertThat(why(trace(booking))).contains("look again");

        stage.history().clock().advance(Duration.ofSeconds(61));

        assertThat(why(trace(booking)))
                .contains("./millrace redrive reservation " + booking + " --from-journal")
                .contains("The view is 1 of 1 commits behind");
    }

    @Test
    void payments_for_a_booking_that_nobody_knows_are_found() {
        pay("nobody-knows", "p1");

        var answer = trace("nobody-knows");

        assertThat(answer).containsEntry("status", "NONE").doesNotContainKey("client");
        assertThat(why(answer)).contains("Payment p1 waits for a booking that nobody knows");
        assertThat(answer.get("refusals")).asString().contains("\"Booking#nobody-knows\"");
    }

    @Test
    void it_says_what_the_bus_is_told_of_each_commit_and_by_whom() {
        var booking = confirmed();
        pay(booking, "p1", "60.00");

        assertThat(list(trace(booking), "commits"))
                .extracting(commit -> commit.get("tells"))
                .containsExactly(
                        List.of(),
                        List.of(told("announcement", "BookingConfirmed")),
                        List.of(
                                told("payment", "RefundRequested"),
                                told("announcement", "BookingSettled")));
    }

    @Test
    void each_payment_stands_with_what_was_done_with_it() {
        var booking = confirmed();
        pay(booking, "p1");
        pay(booking, "p2");
        stage.deliver(booking, 3);

        assertThat(list(list(trace(booking), "processes").getFirst(), "payments"))
                .isEqualTo(
                        List.of(
                                Map.of("id", "p1", "standing", "APPLIED"),
                                Map.of("id", "p2", "standing", "REFUNDED")));
    }

    @Test
    void a_booking_that_nobody_heard_of_is_a_mistake() {
        assertThat(trace("nobody")).isEqualTo(Map.of("mistake", "no booking has the id nobody"));
    }

    @Test
    void of_a_person_there_is_the_clients_id_and_no_more() {
        var booking = confirmed();
        pay(booking, "p1");
        var other = stage.history().placed("ada", "2", 2);
        stage.history().cancelled(other, "ada", "I am ill");

        assertThat(trace(booking))
                .containsEntry("status", "SETTLED")
                .containsEntry("client", "ada");
        assertThat(trace(booking).toString()).doesNotContain("bob");
        assertThat(trace(other).toString()).doesNotContain("ill\"", "I am ill");
    }

    @Test
    void the_query_finds_refusals_by_every_request_that_touched_it() {
        var booking = confirmed();
        pay(booking, "p1");

        assertThat(trace(booking).get("refusals"))
                .asString()
                .contains("outcome = \"REFUSED\"", "entity = \"Booking#" + booking + "\"")
                .contains("correlation_id in [\"request " + booking + "\", \"event-p1\"]");
    }

    @Test
    void where_the_journal_cannot_be_read_the_rest_is_told_all_the_same() {
        var booking = stage.history().placed("ada", "1", 1);
        var broken = new HashMap<>(stage.record(booking, 1));
        broken.put("events", AttributeValue.fromS("a song"));
        stage.journaled(List.of(broken));
        stage.deliver(booking, 1);

        var answer = trace(booking);

        assertThat(answer).containsEntry("status", "NONE");
        assertThat(list(answer, "parked"))
                .extracting(one -> one.get("process"))
                .containsExactly("booking-stream");
        assertThat(why(answer)).contains("its journal cannot be read");
    }

    @Test
    void a_journal_that_cannot_be_true_is_told_like_one_that_cannot_be_read() {
        var booking = stage.history().placed("ada", "1", 1);
        var again = new HashMap<>(stage.record(booking, 1));
        again.put("seq", AttributeValue.fromN("2"));
        stage.journaled(List.of(again));

        assertThat(why(trace(booking))).contains("its journal cannot be read");
    }

    @Test
    void the_sample_is_of_a_booking_that_lives() {
        stage.journaled(SampleEvents.of("BookingProcess").items("placed"));

        assertThat(stage.operate(SampleEvents.of("ProcessOperations").map("trace")))
                .containsKeys("why", "commits", "refusals");
    }

    private String confirmed() {
        var booking = stage.history().placed("ada", "1", 1);
        stage.deliver(booking, 1);
        stage.deliver(booking, 2);
        stage.operate(
                Map.of("operation", "from-journal", "process", "booking-view", "entity", booking));
        return booking;
    }

    private void pay(String booking, String payment) {
        pay(booking, payment, "49.90");
    }

    private void pay(String booking, String payment, String amount) {
        var event = new ScheduledEvent();
        event.setId("event-" + payment);
        event.setDetail(
                Map.of(
                        "clientId", "bob",
                        "paymentId", payment,
                        "bookingId", booking,
                        "amount", amount,
                        "currency", "EUR"));
        stage.payment().handleRequest(event, TestContext.inTime());
    }

    private Map<String, Object> trace(String booking) {
        return stage.operate(Map.of("operation", "trace", "booking", booking));
    }

    private static Map<String, String> told(String process, String message) {
        return Map.of("process", process, "message", message);
    }

    private static String why(Map<String, Object> answer) {
        return String.valueOf(answer.get("why"));
    }

    @SuppressWarnings("unchecked") // as the function answers it
    private static List<Map<String, Object>> list(Map<String, Object> answer, String field) {
        return (List<Map<String, Object>>) answer.getOrDefault(field, List.of());
    }

    @SuppressWarnings("unchecked") // as the function answers it
    private static Map<String, Object> map(Map<String, Object> answer, String field) {
        return (Map<String, Object>) answer.getOrDefault(field, Map.of());
    }
}
