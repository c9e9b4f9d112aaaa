package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.trace.TraceReport;
import dev.millrace.eventsourcing.trace.TraceReport.Entry;
import dev.millrace.eventsourcing.trace.TraceReport.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The entries of a booking's trace: what happened, is owed, waits, is parked or was skipped, with
/// causes.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceEntriesTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void a_trace_goes_from_the_first_command_to_the_next_timer() {
        var booking = stage.confirmed();
        var commits = stage.commits(booking);
        var deadline = commits.getLast().at().plus(Backstage.HOLD);

        var trace = Traced.of(stage, booking);

        assertThat(trace.told())
                .containsExactly(
                        "http: PlaceBooking",
                        "Booking: BookingPlaced (commit 1)",
                        "seats: held (until " + TraceReport.at(deadline) + ")",
                        "reservation: ConfirmBooking",
                        "Booking: BookingConfirmed (commit 2)",
                        "bus: BookingConfirmed (by announcement)",
                        "reminder: wakes (half time) PENDING");
        assertThat(trace.entry("reservation: ConfirmBooking"))
                .satisfies(entry -> {
                    assertThat(entry.id()).isEqualTo(commits.getLast().commandId());
                    assertThat(entry.at()).isEqualTo(commits.getLast().at());
                    assertThat(entry.causes()).containsExactly("Booking#" + booking + "/1/0");
                });
        assertThat(trace.causesOf("Booking: BookingConfirmed (commit 2)"))
                .containsExactly("reservation: ConfirmBooking");
        assertThat(trace.causesOf("reminder: wakes (half time) PENDING"))
                .containsExactly("Booking: BookingConfirmed (commit 2)");
    }

    @Test
    void a_timer_is_pending_with_its_time_in_the_future() {
        var booking = stage.confirmed();
        stage.pay("nobody-knows", "p1", "49.90");

        assertThat(Traced.of(stage, booking).until("reminder: wakes (half time) PENDING"))
                .isEqualTo(Backstage.HOLD.dividedBy(2));
        assertThat(Traced.of(stage, "nobody-knows").until("payment: wakes (p1) PENDING"))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void each_published_message_is_an_entry_that_names_its_process() {
        var booking = stage.confirmed();
        stage.pay(booking, "p1", "49.90");

        var trace = Traced.of(stage, booking);

        assertThat(trace.told().stream().filter(told -> told.startsWith("bus: ")))
                .containsExactly(
                        "bus: BookingConfirmed (by announcement)",
                        "bus: BookingSettled (by announcement)");
        assertThat(trace.causesOf("bus: BookingSettled (by announcement)"))
                .containsExactly("Booking: BookingSettled (commit 3)");
    }

    @Test
    void the_refund_of_an_overpayment_is_an_entry() {
        var booking = stage.confirmed();
        stage.pay(booking, "p1", "60.00");
        stage.deliver(booking, 3);

        var trace = Traced.of(stage, booking);

        var refund = "bus: RefundRequested (by payment, the difference of p1)";
        assertThat(trace.causesOf(refund)).containsExactly("Booking: BookingPaid (commit 3)");
        assertThat(published("RefundRequested")).containsExactly(trace.entry(refund).id());
    }

    @Test
    void the_refund_of_a_payment_that_cannot_be_used_is_an_entry() {
        var booking = stage.confirmed();
        stage.pay(booking, "p1", "49.90");
        stage.pay(booking, "p2", "49.90");

        var trace = Traced.of(stage, booking);

        var refund = "bus: RefundRequested (by payment, all of p2)";
        assertThat(trace.causesOf(refund)).containsExactly("outside: PaymentReceived (p2)");
        assertThat(published("RefundRequested")).containsExactly(trace.entry(refund).id());
    }

    @Test
    void a_refund_that_the_bus_has_not_accepted_is_owed_and_not_done() {
        var booking = stage.confirmed();
        stage.breakdowns().failBus(new Outage("no bus today", null));
        stage.pay(booking, "p1", "60.00");
        stage.deliver(booking, 3);

        assertThat(Traced.of(stage, booking).told())
                .contains("payment: owes RefundRequested PENDING")
                .noneMatch(told -> told.startsWith("bus: RefundRequested"));
    }

    @Test
    void a_payment_leads_from_the_bus_to_the_end_of_its_booking() {
        var booking = stage.confirmed();
        stage.pay(booking, "p1", "49.90");

        var trace = Traced.of(stage, booking);

        assertThat(trace.causesOf("payment: ReceivePayment"))
                .containsExactly("outside: PaymentReceived (p1)");
        assertThat(trace.causesOf("Booking: BookingSettled (commit 3)"))
                .containsExactly("payment: ReceivePayment");
    }

    @Test
    void a_payment_that_waits_for_its_booking_is_kept() {
        stage.pay("nobody-knows", "p1", "49.90");

        var trace = Traced.of(stage, "nobody-knows");

        assertThat(trace.told())
                .containsExactly(
                        "outside: PaymentReceived (p1)",
                        "payment: keeps payment p1",
                        "payment: wakes (p1) PENDING");
    }

    @Test
    void parked_work_is_an_entry_and_so_is_its_next_try() {
        stage.breakdowns().breakSeats();
        var booking = stage.history().placed("ada", "1", 1);
        stage.deliver(booking, 1);
        var at = "Booking#" + booking + "/1";

        var trace = Traced.of(stage, booking);

        var parked = trace.entries().stream().filter(one -> one.status() == Status.PARKED).toList();
        assertThat(parked)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.lane()).isEqualTo("reservation");
                    assertThat(one.text()).isEqualTo(at);
                    assertThat(one.detail()).endsWith(", after 3 tries");
                    assertThat(one.at()).isEqualTo(stage.history().clock().instant());
                    assertThat(one.causes()).containsExactly(at + "/0");
                });
        assertThat(trace.entry("reservation: is tried again PENDING").causes())
                .isEqualTo(parked.stream().map(Entry::id).toList());
        assertThat(trace.until("reservation: is tried again PENDING")).isPositive();
    }

    @Test
    void skipped_work_is_an_entry_with_its_reason() {
        stage.breakdowns().breakSeats();
        var booking = stage.history().placed("ada", "1", 1);
        stage.deliver(booking, 1);
        var at = "Booking#" + booking + "/1";
        stage.skip("reservation", at, "it was called off");

        assertThat(Traced.of(stage, booking).told())
                .contains("reservation: " + at + " (it was called off) SKIPPED")
                .noneMatch(told -> told.endsWith("PARKED") || told.endsWith("PENDING"));
    }

    @Test
    void a_message_that_the_bus_rejected_is_not_shown_as_published() {
        var booking = stage.confirmed();
        stage.breakdowns().failBus(new IllegalStateException("too long"));
        stage.history().cancelled(booking, "ada", null);
        stage.deliver(booking, 3);

        assertThat(Traced.of(stage, booking).told())
                .contains("bus: BookingConfirmed (by announcement)")
                .noneMatch(told -> told.startsWith("bus: BookingCancelled"))
                .anyMatch(told -> told.startsWith("announcement: Booking#" + booking + "/3"));
    }

    @Test
    void a_cause_in_another_entity_is_described() {
        var booking = stage.history().placed("ada", "1", 1);
        stage.history().confirmed(booking, null, "49.90");
        var commit = new HashMap<>(stage.record(booking, 2));
        commit.put("cau", AttributeValue.fromS("Courier#c1/1/0"));
        stage.journaled(List.of(commit));

        assertThat(Traced.of(stage, booking).causesOf("reservation: ConfirmBooking"))
                .containsExactly("Courier: an event of Courier c1 (commit 1)");
    }

    private List<String> published(String name) {
        return stage.published().stream()
                .filter(entry -> entry.detailType().equals(name))
                .map(entry -> Json.read(entry.detail(), Map.class))
                .map(detail -> String.valueOf(detail.get("id")))
                .toList();
    }
}
