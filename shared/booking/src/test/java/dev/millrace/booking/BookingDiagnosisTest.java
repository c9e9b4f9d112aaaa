package dev.millrace.booking;

import static dev.millrace.booking.DiagnosisScenario.BEGIN;
import static dev.millrace.booking.DiagnosisScenario.HELD;
import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SETTLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.trace.TraceReport.Fact;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Booking `b` of two seats for 25.00 EUR. Each of its commits has one event. The sentences that
/// the library adds for any entity (parked, skipped, owed or waiting work; views that are behind)
/// are not part of it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingDiagnosisTest {
    private static final Parked PARKED =
            new Parked(
                    "Booking#b/1",
                    null,
                    "no such price",
                    3,
                    BEGIN,
                    BEGIN.plus(Duration.ofMinutes(1)));

    @Nested
    class WhenAwaitingConfirmation {
        @Test
        void within_a_minute_it_asks_to_look_again() {
            given(PLACED)
                    .after(Duration.ofSeconds(60))
                    .then(
                            "It was placed at 2026-03-01T12:00:00Z and is neither confirmed nor denied yet.",
                            "This takes a second or two: look again in a moment.");
        }

        @Test
        void after_a_minute_its_record_may_be_lost() {
            given(PLACED)
                    .after(Duration.ofSeconds(61))
                    .then(
                            "It was placed at 2026-03-01T12:00:00Z and is neither confirmed nor denied yet.",
                            "No process that would confirm it is parked, so its stream record may be late or lost. This delivers it again, and may be repeated: ./millrace redrive reservation b --from-journal");
        }

        @Test
        void a_parked_process_is_the_reason() {
            given(PLACED)
                    .parked("reservation", "Booking#b/1", PARKED)
                    .after(Duration.ofHours(1))
                    .then(
                            "It was placed at 2026-03-01T12:00:00Z and is neither confirmed nor denied yet.",
                            "The parked process prevents its confirmation or denial.");
        }

        @Test
        void a_commit_parked_by_the_reader_of_the_stream_is_the_reason() {
            given(PLACED)
                    .parked("booking-stream", "Booking#b/1", PARKED)
                    .after(Duration.ofHours(1))
                    .thenAmong("The parked process prevents its confirmation or denial.");
        }

        @Test
        void a_parked_row_does_not_hide_that_its_record_may_be_lost() {
            given(PLACED)
                    .parked("booking-view", "Booking#b", PARKED)
                    .after(Duration.ofHours(1))
                    .thenAmong("late or lost");
        }

        @Test
        void after_a_skip_only_its_client_can_end_it() {
            given(PLACED)
                    .skipped("reservation", "Booking#b/1", "called off")
                    .after(Duration.ofHours(1))
                    .thenAmong("only its client can end it");
        }

        @Test
        void a_payment_that_came_early_waits() {
            given(PLACED)
                    .payment("p1", Payments.PaymentStatus.KEPT)
                    .thenAmong("Payment p1 came early");
        }
    }

    @Nested
    class WhenConfirmed {
        @Test
        void it_waits_for_a_payment() {
            given(PLACED, CONFIRMED)
                    .then(
                            "It has been confirmed since 2026-03-01T12:00:01Z and waits for a payment of 25.00 EUR, until 2026-03-01T18:00:00Z.",
                            "No payment for it has been handled.");
        }

        @Test
        void each_payment_is_explained() {
            given(PLACED, CONFIRMED)
                    .payment("p1", Payments.PaymentStatus.REFUNDED)
                    .payment("p2", Payments.PaymentStatus.BROUGHT)
                    .thenAmong("Payment p1 could not be used: it is refunded in full.")
                    .thenAmong("Payment p2 was sent to it, and it has not answered yet.");
        }

        @Test
        void a_payment_that_is_still_kept_shows_that_the_process_is_behind() {
            given(PLACED, CONFIRMED)
                    .payment("p1", Payments.PaymentStatus.KEPT)
                    .thenAmong("./millrace redrive payment b --from-journal");
        }

        @Test
        void payments_that_reached_no_process_may_be_for_it() {
            given(PLACED, CONFIRMED).failedPayments(2).thenAmong("could not be handled", ": 2.");
            given(PLACED, CONFIRMED, EXPIRED)
                    .failedPayments(2)
                    .thenAmong("could not be handled", ": 2.");
        }

        @Test
        void past_its_deadline_a_view_that_is_behind_is_the_reason() {
            given(PLACED, CONFIRMED)
                    .notShown()
                    .after(Duration.ofHours(7))
                    .thenAmong("Its deadline passed", "the view, which is behind");
        }

        @Test
        void past_its_deadline_with_a_current_row_it_refers_to_the_log_of_the_sweep() {
            given(PLACED, CONFIRMED)
                    .after(Duration.ofHours(7))
                    .thenAmong("Its deadline passed", "the log of BookingExpiry");
        }

        @Test
        void its_reminder_is_shown() {
            given(PLACED, CONFIRMED)
                    .reminded(BEGIN.plus(Duration.ofHours(3)))
                    .thenAmong("Its client is reminded at 2026-03-01T15:00:00Z");
        }
    }

    @Nested
    class WhenOver {
        @Test
        void a_settled_booking_names_its_payment() {
            given(PLACED, CONFIRMED, PAID, SETTLED)
                    .thenAmong(
                            "It has been over since 2026-03-01T12:00:03Z: it is settled by payment payment.");
        }

        @Test
        void a_denied_booking_says_why() {
            given(PLACED, DENIED)
                    .seats(new Rejected("already taken: 1/1"))
                    .thenAmong("it was denied: already taken: 1/1.");
        }

        @Test
        void a_cancelled_booking_does_not_show_what_the_client_wrote() {
            given(PLACED, CANCELLED)
                    .then("It has been over since 2026-03-01T12:00:01Z: its client cancelled it.");
        }

        @Test
        void seats_that_are_still_held_are_reported() {
            given(PLACED, CONFIRMED, EXPIRED)
                    .seats(HELD)
                    .after(Duration.ofHours(7))
                    .thenAmong("./millrace redrive reservation b --from-journal");
        }

        @Test
        void released_seats_are_not_reported() {
            given(PLACED, CONFIRMED, EXPIRED)
                    .seats(new Released())
                    .after(Duration.ofHours(7))
                    .then("It has been over since 2026-03-01T12:00:02Z: it was not paid in time.");
        }
    }

    @Nested
    class WhenUnknown {
        @Test
        void a_payment_waits_until_it_is_refunded() {
            given().waitsForBooking("p1", BEGIN.plus(Duration.ofMinutes(10)))
                    .thenAmong("Payment p1 waits", "refunded at 2026-03-01T12:10:00Z");
        }

        @Test
        void it_is_not_found_in_the_journal() {
            var report = given().report();

            assertThat(report.status()).isEqualTo("NONE");
            assertThat(report.why())
                    .containsExactly("The journal has no readable booking with this id.");
        }
    }

    @Nested
    class Facts {
        @Test
        void are_its_client_its_seats_its_row_and_its_payments() {
            var report =
                    given(PLACED, CONFIRMED)
                            .seats(HELD)
                            .payment("p1", Payments.PaymentStatus.REFUNDED)
                            .payment("p2", Payments.PaymentStatus.BROUGHT)
                            .report();

            assertThat(report.status()).isEqualTo("CONFIRMED");
            assertThat(report.facts())
                    .containsExactly(
                            new Fact("client", "ada"),
                            new Fact("seats", "held, to be paid by 2026-03-01T18:00:00Z"),
                            new Fact("shown to clients", "CONFIRMED"),
                            new Fact("payments", "p1 REFUNDED, p2 BROUGHT"));
        }

        @Test
        void of_a_booking_that_has_nothing_yet_say_so() {
            assertThat(given(PLACED).notShown().report().facts())
                    .containsExactly(
                            new Fact("client", "ada"),
                            new Fact("seats", "not asked for"),
                            new Fact("payments", "none"));
        }

        @Test
        void show_the_answer_of_the_seats() {
            assertThat(given(PLACED).seats(new Rejected("sold out")).report().facts())
                    .contains(new Fact("seats", "rejected: sold out"));
            assertThat(given(PLACED).seats(new Released()).report().facts())
                    .contains(new Fact("seats", "released"));
        }
    }

    /// Operators need a trace most when an item is unreadable. So the rest must still be shown.
    @Test
    void unreadable_seats_are_reported_beside_everything_else() {
        var report =
                given(PLACED, CONFIRMED)
                        .payment("p1", Payments.PaymentStatus.BROUGHT)
                        .seatsFail(new IllegalArgumentException("no status in the item"))
                        .report();

        assertThat(report.why())
                .anySatisfy(
                        sentence -> assertThat(sentence).startsWith("It has been confirmed since"))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("Payment p1 was sent"))
                .anySatisfy(sentence ->
                        assertThat(sentence)
                                .contains("Its seats cannot be read", "no status in the item"));
        assertThat(report.facts()).contains(new Fact("seats", "not known"));
    }

    @Test
    void an_outage_of_the_seats_is_an_outage() {
        var scenario = given(PLACED).seatsFail(new Outage("away", null));

        assertThatExceptionOfType(Outage.class).isThrownBy(scenario::report);
    }

    private static DiagnosisScenario given(BookingEvent... events) {
        return new DiagnosisScenario(events);
    }
}
