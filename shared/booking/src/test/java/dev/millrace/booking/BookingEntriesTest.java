package dev.millrace.booking;

import static dev.millrace.booking.DiagnosisScenario.BEGIN;
import static dev.millrace.booking.DiagnosisScenario.HELD;
import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.trace.TraceReport.Entry;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Booking `b`. Each of its commits has one event.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingEntriesTest {
    @Test
    void the_answer_of_the_seats_follows_from_the_placing() {
        assertThat(entries(given(PLACED).seats(HELD)))
                .containsExactly("seats: held (until 2026-03-01T18:00:00Z) because of b/1/0");
        assertThat(entries(given(PLACED).seats(new Rejected("sold out"))))
                .containsExactly("seats: rejected (sold out) because of b/1/0");
    }

    @Test
    void released_seats_follow_from_the_end() {
        assertThat(entries(given(PLACED, CANCELLED).seats(new Released())))
                .contains("seats: released because of b/2/0");
    }

    @Test
    void a_published_message_follows_from_its_event_and_has_its_time() {
        var published = given(PLACED, CONFIRMED).report().entries().getFirst();

        assertThat(inWords(published))
                .isEqualTo("bus: BookingConfirmed (by announcement) because of b/2/0");
        assertThat(published.at()).isEqualTo(BEGIN.plusSeconds(1));
    }

    /// The announcement or the reader of the stream is parked at the commit, or has skipped it.
    @ParameterizedTest
    @ValueSource(strings = {"announcement", "booking-stream"})
    void a_commit_that_is_parked_or_skipped_is_not_published(String process) {
        var parked = new Parked("Booking#b/2", null, "broken", 3, BEGIN, null);

        assertThat(entries(given(PLACED, CONFIRMED).parked(process, "Booking#b/2", parked)))
                .isEmpty();
        assertThat(entries(given(PLACED, CONFIRMED).skipped(process, "Booking#b/2", "no")))
                .isEmpty();
        assertThat(entries(given(PLACED, CONFIRMED).parked(process, "Booking#b/1", parked)))
                .containsExactly("bus: BookingConfirmed (by announcement) because of b/2/0");
    }

    @Test
    void each_payment_follows_from_its_message() {
        var scenario =
                given(PLACED)
                        .payment("p1", Payments.PaymentStatus.KEPT)
                        .payment("p2", Payments.PaymentStatus.BROUGHT)
                        .payment("p3", Payments.PaymentStatus.REFUNDED)
                        .payment("p4", Payments.PaymentStatus.APPLIED);

        assertThat(entries(scenario))
                .containsExactly(
                        "payment: keeps payment p1 because of PaymentReceived/p1",
                        "payment: sends payment p2 because of PaymentReceived/p2",
                        "bus: RefundRequested (by payment, all of p3) because of PaymentReceived/p3");
    }

    @Test
    void the_refund_of_an_overpaid_amount_follows_from_the_event() {
        var overpaid = new BookingPaid("p1", "bob", eur("30.00"), eur("5.00"));

        assertThat(entries(given(PLACED, CONFIRMED, overpaid, SETTLED)))
                .contains(
                        "bus: RefundRequested (by payment, the difference of p1) because of b/3/0");
    }

    @Test
    void a_refund_that_is_still_owed_is_not_published() {
        var id = Refund.wholeId("b", "p1");
        var refund = new RefundRequested(id, 1, "p1", "b", "bob", null, null, "ALREADY_CANCELLED");

        assertThat(
                        entries(
                                given(PLACED, CANCELLED)
                                        .payment("p1", Payments.PaymentStatus.REFUNDED)
                                        .owes(refund)))
                .noneMatch(entry -> entry.contains("RefundRequested"));
    }

    private static DiagnosisScenario given(BookingEvent... events) {
        return new DiagnosisScenario(events);
    }

    private static List<String> entries(DiagnosisScenario scenario) {
        return scenario.report().entries().stream().map(BookingEntriesTest::inWords).toList();
    }

    private static String inWords(Entry entry) {
        return "%s: %s%s because of %s"
                .formatted(
                        entry.lane(),
                        entry.text(),
                        entry.detail() == null ? "" : " (" + entry.detail() + ")",
                        String.join(", ", entry.causes()));
    }
}
