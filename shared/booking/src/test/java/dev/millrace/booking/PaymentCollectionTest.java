package dev.millrace.booking;

import static dev.millrace.booking.BookingRejection.ALREADY_EXPIRED;
import static dev.millrace.booking.BookingRejection.ALREADY_SETTLED;
import static dev.millrace.booking.BookingRejection.UNDERPAID;
import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.eur;
import static dev.millrace.booking.Examples.pay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.PaymentInput.Happened;
import dev.millrace.booking.PaymentInput.Received;
import dev.millrace.booking.PaymentInput.Rejected;
import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Forget;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.ProcessScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentCollectionTest {
    private static final Duration WAIT = Duration.ofMinutes(10);
    private static final Instant NOW = Commits.BEGINNING;

    private final ProcessScenario<Payments, PaymentInput> payments =
            ProcessScenario.of(new PaymentCollection(WAIT), NOW);

    @Nested
    class WhenNobodyKnowsTheBooking {
        private final WakeAt wake = new WakeAt("one", NOW.plus(WAIT), true);

        @Test
        void a_payment_waits_for_it_and_is_refunded_in_the_end() {
            payments.when(received("one"))
                    .then(wake)
                    .after(WAIT.minusNanos(1))
                    .thenNothing()
                    .after(Duration.ofNanos(1))
                    .then(refund("one", "UNKNOWN_BOOKING"))
                    .when(received("one"))
                    .thenNothing()
                    .after(Duration.ofDays(1))
                    .thenNothing();
        }

        @Test
        void at_most_sixteen_payments_are_kept_and_each_delivery_of_another_is_refunded() {
            var full = payments;
            for (var n = 0; n < Payments.MOST_KEPT; n++) full = full.given(received("kept " + n));

            full.when(received("one more"))
                    .then(refund("one more", "TOO_MANY_PAYMENTS"))
                    .given(happened(PLACED))
                    .when(received("one more"))
                    .then(refund("one more", "TOO_MANY_PAYMENTS"))
                    .when(received("kept 7"))
                    .thenNothing();
        }

        @Test
        void of_older_refunded_payments_only_the_id_is_kept_and_recognized() {
            var over = payments.given(received("kept"), happened(PLACED), happened(DENIED));
            for (var n = 0; n < Payments.MOST_REFUNDED; n++)
                over = over.given(received("late " + n));

            var state = over.state();
            assertThat(state.byId()).hasSize(Payments.MOST_REFUNDED).doesNotContainKey("kept");
            assertThat(state.refunded()).containsExactly("kept");
            assertThat(state.statuses().keySet()).startsWith("kept", "late 0").hasSize(6);
            over.when(received("kept")).thenNothing();
        }

        @Test
        void a_booking_that_is_placed_in_time_gets_the_payment() {
            payments.given(received("one"))
                    .when(happened(PLACED))
                    .then(new Forget("one"))
                    .after(Duration.ofDays(1))
                    .thenNothing()
                    .when(happened(CONFIRMED))
                    .then(bring("one"));
        }

        @Test
        void a_booking_that_is_placed_after_the_refund_does_not_get_the_payment() {
            var appeared =
                    payments.given(received("one"))
                            .after(WAIT)
                            .then(refund("one", "UNKNOWN_BOOKING"))
                            .when(happened(PLACED))
                            .thenNothing()
                            .when(happened(CONFIRMED))
                            .thenNothing();

            appeared.when(received("two")).then(bring("two"));
        }

        @Test
        void no_event_of_a_booking_starts_an_instance() {
            assertThat(payments.when(happened(PLACED)).thenNothing().hasStarted()).isFalse();
        }
    }

    @Nested
    class WhenTheBookingAwaitsItsConfirmation {
        private final ProcessScenario<Payments, PaymentInput> placed =
                payments.given(happened(PLACED));

        @Test
        void early_payments_are_kept_and_sent_in_order_of_arrival() {
            placed.when(received("one"))
                    .thenNothing()
                    .when(received("two"))
                    .thenNothing()
                    .when(happened(CONFIRMED))
                    .then(bring("one"), bring("two"))
                    .when(rejected("two", ALREADY_SETTLED))
                    .then(refund("two", "ALREADY_SETTLED"))
                    .when(happened(paid("one", null)))
                    .thenNothing()
                    .when(happened(SETTLED))
                    .thenNothing();
        }

        @Test
        void of_two_kept_payments_the_second_is_applied_if_the_first_is_too_low() {
            placed.given(received("one"), received("two"), happened(CONFIRMED))
                    .when(rejected("one", UNDERPAID))
                    .then(refund("one", "UNDERPAID"))
                    .when(happened(paid("two", null)))
                    .thenNothing();
        }

        @ParameterizedTest
        @MethodSource("dev.millrace.booking.PaymentCollectionTest#endings")
        void kept_payments_are_refunded_when_the_booking_ends(BookingEvent ending, String reason) {
            placed.given(received("one"), received("two"))
                    .when(happened(ending))
                    .then(refund("one", reason), refund("two", reason))
                    .when(received("one"))
                    .thenNothing();
        }

        @Test
        void tickets_that_cost_nothing_cannot_be_paid() {
            placed.given(received("one"))
                    .when(happened(new BookingEvent.BookingConfirmed(Examples.FREE, null)))
                    .then(bring("one"))
                    .when(happened(SETTLED))
                    .thenNothing()
                    .when(rejected("one", ALREADY_SETTLED))
                    .then(refund("one", "ALREADY_SETTLED"));
        }
    }

    @Nested
    class WhenTheBookingIsConfirmed {
        private final ProcessScenario<Payments, PaymentInput> confirmed =
                payments.given(happened(PLACED), happened(CONFIRMED));

        @Test
        void a_payment_is_sent_to_it_once_even_if_it_is_delivered_again() {
            confirmed
                    .when(received("one"))
                    .then(bring("one"))
                    .when(received("one"))
                    .thenNothing()
                    .when(happened(paid("one", null)))
                    .thenNothing()
                    .when(received("one"))
                    .thenNothing();
        }

        @ParameterizedTest
        @EnumSource(
                value = BookingRejection.class,
                names = {
                    "UNDERPAID",
                    "WRONG_CURRENCY",
                    "ALREADY_DENIED",
                    "ALREADY_CANCELLED",
                    "ALREADY_EXPIRED",
                    "ALREADY_SETTLED"
                })
        void a_final_rejection_refunds_the_whole_payment(BookingRejection reason) {
            confirmed
                    .given(received("one"))
                    .when(rejected("one", reason))
                    .then(refund("one", reason.name()))
                    .when(received("one"))
                    .thenNothing()
                    .when(happened(CANCELLED))
                    .thenNothing();
        }

        @ParameterizedTest
        @EnumSource(
                value = BookingRejection.class,
                names = {"NOT_FOUND", "NOT_CONFIRMED"})
        void a_rejection_that_is_not_final_causes_no_refund(BookingRejection reason) {
            confirmed
                    .given(received("one"))
                    .when(rejected("one", reason))
                    .thenNothing()
                    .when(happened(CANCELLED))
                    .then(refund("one", "ALREADY_CANCELLED"));
        }

        @Test
        void a_payment_sent_while_the_booking_ends_is_refunded_once() {
            confirmed
                    .given(received("one"))
                    .when(happened(EXPIRED))
                    .thenNothing()
                    .when(rejected("one", ALREADY_EXPIRED))
                    .then(refund("one", "ALREADY_EXPIRED"));
        }

        @Test
        void an_overpaid_amount_is_refunded_under_an_id_of_its_own() {
            var difference =
                    new RefundRequested(
                            Ids.of("refund", "b", "one", "difference"),
                            1,
                            "one",
                            "b",
                            "bob",
                            eur("5.50").amount(),
                            "EUR",
                            "OVERPAID");

            confirmed
                    .given(received("one"))
                    .when(happened(paid("one", eur("5.50"))))
                    .then(new Publish(difference))
                    .when(happened(SETTLED))
                    .thenNothing();
            assertThat(difference.id()).isNotEqualTo(Ids.of("refund", "b", "one", "whole"));
        }

        @Test
        void a_rejection_that_no_payment_can_get_is_a_defect() {
            assertThatIllegalStateException()
                    .isThrownBy(() ->
                            confirmed
                                    .given(received("one"))
                                    .when(rejected("one", BookingRejection.TOO_EARLY)));
        }
    }

    static Stream<Object[]> endings() {
        return Stream.of(
                new Object[] {DENIED, "ALREADY_DENIED"},
                new Object[] {CANCELLED, "ALREADY_CANCELLED"},
                new Object[] {EXPIRED, "ALREADY_EXPIRED"},
                new Object[] {SETTLED, "ALREADY_SETTLED"});
    }

    @ParameterizedTest
    @MethodSource("endings")
    void a_late_payment_is_refunded_and_no_command_is_sent(BookingEvent ending, String reason) {
        payments.given(happened(PLACED), happened(ending))
                .when(received("one"))
                .then(refund("one", reason))
                .when(received("one"))
                .thenNothing()
                .when(received("two"))
                .then(refund("two", reason));
    }

    @Test
    void a_payment_in_the_journal_is_recognized() {
        payments.given(
                        happened(PLACED),
                        happened(CONFIRMED),
                        happened(paid("one", null)),
                        happened(SETTLED))
                .when(received("one"))
                .thenNothing();
    }

    /// An operator skipped the booking's end, and then the booking was erased. A command to an
    /// erased booking would be skipped, too, so a later payment must wait and be refunded.
    @Test
    void erasing_forgets_a_status_that_is_not_final() {
        var collection = new PaymentCollection(WAIT);
        var confirmed = Payments.NONE.of("b").when(BookingStatus.CONFIRMED);

        assertThat(collection.erased(confirmed).status()).isNull();
        assertThat(collection.erased(confirmed.when(BookingStatus.EXPIRED)).status())
                .isEqualTo(BookingStatus.EXPIRED);
    }

    @Test
    void the_id_of_a_refund_depends_on_the_payment_and_not_on_the_reason() {
        assertThat(refund("one", "x").message().id()).isEqualTo(refund("one", "y").message().id());
        assertThat(refund("one", "x").message().id())
                .isNotEqualTo(refund("two", "x").message().id());
    }

    private static PaymentInput received(String payment) {
        return new Received("b", new PaymentReceived("bob", payment, "b", eur("25.00")), NOW);
    }

    private static PaymentInput happened(BookingEvent event) {
        return new Happened("b", event);
    }

    private static PaymentInput rejected(String payment, BookingRejection reason) {
        return new Rejected(pay(payment, eur("25.00")), reason);
    }

    private static BookingEvent paid(String payment, @Nullable Money overpaid) {
        return new BookingPaid(payment, "bob", eur("25.00"), overpaid);
    }

    private static Effect bring(String payment) {
        return new Send<>(BOOKING, "b", pay(payment, eur("25.00")));
    }

    private static Publish refund(String payment, String reason) {
        var id = Ids.of("refund", "b", payment, "whole");
        return new Publish(new RefundRequested(id, 1, payment, "b", "bob", null, null, reason));
    }
}
