package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.trace.TraceReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The trace of a booking: its status, facts and sentences. [TraceEntriesTest] tests the entries.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void a_confirmed_booking_shows_its_client_its_seats_its_payments_and_its_row() {
        var booking = stage.confirmed();
        var deadline = stage.commits(booking).getLast().at().plus(Backstage.HOLD);

        var trace = Traced.of(stage, booking);

        assertThat(trace.status()).isEqualTo("CONFIRMED");
        assertThat(trace.known())
                .isEqualTo(
                        Map.of(
                                "client", "ada",
                                "seats", "held, to be paid by " + TraceReport.at(deadline),
                                "payments", "none",
                                "shown to clients", "CONFIRMED",
                                "booking-view", "version 2 of 2"));
        assertThat(trace.why().getFirst())
                .contains("It has been confirmed since", "waits for a payment of 49.90 EUR");
        assertThat(trace.whyText())
                .contains("Its client is reminded at", "No payment for it has been handled.");
    }

    @Test
    void parked_work_is_shown_with_the_command_that_helps() {
        stage.breakdowns().breakSeats();
        var booking = stage.history().placed("ada", "1", 1);
        stage.deliver(booking, 1);

        var trace = Traced.of(stage, booking);

        assertThat(trace.status()).isEqualTo("AWAITING_CONFIRMATION");
        assertThat(trace.why())
                .anySatisfy(sentence ->
                        assertThat(sentence)
                                .startsWith("reservation is parked at Booking#" + booking + "/1")
                                .endsWith(
                                        "./millrace redrive reservation Booking#%s/1"
                                                .formatted(booking)));
        assertThat(trace.whyText()).doesNotContain("lost");
        assertThat(trace.known()).containsEntry("seats", "not asked for");
    }

    @Test
    void a_skipped_commit_is_shown_with_its_reason() {
        stage.breakdowns().breakSeats();
        var booking = stage.history().placed("ada", "1", 1);
        stage.deliver(booking, 1);
        var at = "Booking#" + booking + "/1";
        stage.skip("reservation", at, "it was called off");

        var trace = Traced.of(stage, booking);

        assertThat(trace.whyText())
                .contains("only its client can end it")
                .contains("reservation dropped %s for good".formatted(at), "it was called off");
    }

    @Test
    void after_a_minute_a_lost_record_is_suspected() {
        var booking = stage.history().placed("ada", "1", 1);
        assertThat(Traced.of(stage, booking).whyText()).contains("look again");

        stage.history().clock().advance(Duration.ofSeconds(61));

        assertThat(Traced.of(stage, booking).whyText())
                .contains("./millrace redrive reservation " + booking + " --from-journal")
                .contains("The view booking-view is 1 of 1 commits behind")
                .endsWith("./millrace redrive booking-view " + booking + " --from-journal");
    }

    @Test
    void payments_for_an_unknown_booking_are_shown() {
        stage.pay("nobody-knows", "p1", "49.90");

        var trace = Traced.of(stage, "nobody-knows");

        assertThat(trace.status()).isEqualTo("NONE");
        assertThat(trace.known()).doesNotContainKey("client").containsEntry("payments", "p1 KEPT");
        assertThat(trace.whyText()).contains("Payment p1 waits for an unknown booking");
        assertThat(trace.rejections()).contains("\"Booking#nobody-knows\"");
    }

    @Test
    void each_payment_is_shown_with_its_status() {
        var booking = stage.confirmed();
        stage.pay(booking, "p1", "49.90");
        stage.pay(booking, "p2", "49.90");
        stage.deliver(booking, 3);

        var trace = Traced.of(stage, booking);

        assertThat(trace.known()).containsEntry("payments", "p1 APPLIED, p2 REFUNDED");
        assertThat(trace.why())
                .contains(
                        "Payment p1 paid it.",
                        "Payment p2 could not be used: it is refunded in full.");
    }

    @Test
    void payments_that_reached_no_instance_are_counted() {
        var booking = stage.confirmed();
        stage.queue().send("not even JSON");

        assertThat(Traced.of(stage, booking).whyText())
                .contains("Payments that could not be handled, of all bookings: 1.")
                .contains("./millrace redrive payment");
    }

    @Test
    void an_unknown_booking_is_a_mistake() {
        assertThat(stage.operate(Map.of("operation", "trace", "entity", "nobody")))
                .isEqualTo(Map.of("mistake", "no Booking has the id nobody"));
    }

    @Test
    void the_clients_id_is_the_only_personal_data() {
        var booking = stage.confirmed();
        stage.pay(booking, "p1", "60.00");
        var other = stage.history().placed("ada", "2", 2);
        stage.history().cancelled(other, "ada", "I am ill");

        var trace = Traced.of(stage, booking);

        assertThat(trace.status()).isEqualTo("SETTLED");
        assertThat(trace.known()).containsEntry("client", "ada");
        assertThat(trace.toString()).doesNotContain("bob");
        assertThat(Traced.of(stage, other).toString()).doesNotContain("I am ill");
    }

    @Test
    void the_query_finds_rejections_by_every_request_that_touched_it() {
        var booking = stage.confirmed();
        stage.pay(booking, "p1", "49.90");

        assertThat(Traced.of(stage, booking).rejections())
                .contains("outcome = \"REFUSED\"", "entity = \"Booking#" + booking + "\"")
                .contains("correlation_id in [\"request " + booking + "\", \"event-p1\"]");
    }

    @Test
    void an_unreadable_commit_does_not_hide_the_rest() {
        var booking = stage.history().placed("ada", "1", 1);
        stage.pay(booking, "p1", "49.90");
        stage.breakdowns().breakCommit(booking, 1);
        stage.deliver(booking, 1);

        var trace = Traced.of(stage, booking);

        assertThat(trace.status()).isEqualTo("NONE");
        assertThat(trace.whyText())
                .contains("Commit 1 of Booking#" + booking + " cannot be read")
                .contains("booking-stream is parked at Booking#" + booking + "/1");
        assertThat(trace.known()).containsEntry("payments", "p1 KEPT");
    }

    @Test
    void an_unreadable_instance_does_not_hide_the_rest() {
        var booking = stage.confirmed();
        stage.pay(booking, "p1", "49.90");
        stage.breakdowns().spoilInstance("payment#" + booking, "version");

        assertThat(Traced.of(stage, booking).whyText())
                .contains(
                        "It has been over since", "The instance %s of payment".formatted(booking));
    }

    @Test
    void unreadable_seats_do_not_hide_the_rest() {
        var booking = stage.confirmed();
        stage.breakdowns().breakReservations();

        var trace = Traced.of(stage, booking);

        assertThat(trace.whyText())
                .contains("It has been confirmed since", "Its seats cannot be read");
        assertThat(trace.told()).contains("reservation: ConfirmBooking");
    }

    @Test
    void all_commits_but_the_unreadable_one_are_shown() {
        var booking = stage.confirmed();
        stage.breakdowns().breakCommit(booking, 1);

        var trace = Traced.of(stage, booking);

        assertThat(trace.whyText())
                .contains("Commit 1 of Booking#" + booking + " cannot be read")
                .contains("The state shown is that of commit 0");
        assertThat(trace.told()).contains("Booking: BookingConfirmed (commit 2)");
    }

    @Test
    void a_commit_that_cannot_follow_its_predecessor_is_reported() {
        var booking = stage.history().placed("ada", "1", 1);
        var again = new HashMap<>(stage.record(booking, 1));
        again.put("seq", AttributeValue.fromN("2"));
        stage.journaled(List.of(again));

        assertThat(Traced.of(stage, booking).whyText())
                .contains("The state shown is that of commit 1");
    }

    @Test
    void the_sample_traces_an_existing_booking() {
        stage.journaled(SampleEvents.of("BookingProcess").items("placed"));

        assertThat(stage.operate(SampleEvents.of("ProcessOperations").map("trace")))
                .containsKeys("why", "entries", "rejections");
    }
}
