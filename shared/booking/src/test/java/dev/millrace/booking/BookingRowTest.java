package dev.millrace.booking;

import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.FREE;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SEATS;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.TICKETS;
import static dev.millrace.eventsourcing.testkit.Commits.BEGINNING;
import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The row after each commit that a booking may have. Commit n is written n seconds after the
/// beginning.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingRowTest {
    private static final Instant PLACED_AT = BEGINNING.plusSeconds(1);
    private static final Instant CONFIRMED_AT = BEGINNING.plusSeconds(2);

    @Test
    void a_placed_booking_awaits_confirmation() {
        assertThat(row(List.of(PLACED)))
                .isEqualTo(unconfirmed(BookingStatus.AWAITING_CONFIRMATION, null));
    }

    @Test
    void a_denied_booking_shows_its_reason() {
        assertThat(row(List.of(PLACED), List.of(DENIED)))
                .isEqualTo(unconfirmed(BookingStatus.DENIED, "sold out"));
    }

    @Test
    void a_cancelled_booking_shows_its_reason_if_it_has_one() {
        assertThat(row(List.of(PLACED), List.of(CANCELLED)))
                .isEqualTo(unconfirmed(BookingStatus.CANCELLED, "ill"));
        assertThat(row(List.of(PLACED), List.of(new BookingCancelled(null))))
                .isEqualTo(unconfirmed(BookingStatus.CANCELLED, null));
    }

    @Test
    void a_confirmed_booking_has_tickets_and_is_due_at_its_deadline() {
        var row = row(List.of(PLACED), List.of(CONFIRMED));

        assertThat(row).isEqualTo(confirmed(BookingStatus.CONFIRMED, TICKETS, null, null));
        assertThat(row.due()).isEqualTo(DEADLINE);
    }

    @Test
    void without_a_deadline_it_is_never_due() {
        assertThat(row(List.of(PLACED), List.of(new BookingConfirmed(TICKETS, null))).due())
                .isNull();
    }

    @Test
    void a_confirmed_booking_that_is_cancelled_keeps_its_tickets_and_deadline() {
        assertThat(row(List.of(PLACED), List.of(CONFIRMED), List.of(CANCELLED)))
                .isEqualTo(confirmed(BookingStatus.CANCELLED, TICKETS, null, "ill"));
    }

    @Test
    void an_expired_booking_is_not_due_any_more() {
        var row = row(List.of(PLACED), List.of(CONFIRMED), List.of(EXPIRED));

        assertThat(row).isEqualTo(confirmed(BookingStatus.EXPIRED, TICKETS, null, null));
        assertThat(row.due()).isNull();
    }

    @Test
    void a_paid_booking_is_settled_and_not_due_any_more() {
        var row = row(List.of(PLACED), List.of(CONFIRMED), List.of(PAID, SETTLED));

        assertThat(row).isEqualTo(confirmed(BookingStatus.SETTLED, TICKETS, "payment", null));
        assertThat(row.due()).isNull();
    }

    @Test
    void a_booking_that_costs_nothing_is_settled_by_its_confirmation() {
        assertThat(row(List.of(PLACED), List.of(new BookingConfirmed(FREE, DEADLINE), SETTLED)))
                .isEqualTo(confirmed(BookingStatus.SETTLED, FREE, null, null));
    }

    @Test
    void an_impossible_history_is_a_defect() {
        assertThatIllegalStateException().isThrownBy(() -> row(List.of(CONFIRMED)));
        assertThatIllegalStateException().isThrownBy(() -> row(List.of()));
        assertThatIllegalStateException().isThrownBy(() -> row(List.of(PLACED, PLACED)));
    }

    @SafeVarargs
    private static BookingRow row(List<BookingEvent>... commits) {
        BookingRow row = null;
        for (var n = 0; n < commits.length; n++)
            row =
                    BookingRow.project(
                            row, commit("b", n + 1, commits[n].toArray(BookingEvent[]::new)));
        return Objects.requireNonNull(row);
    }

    private static BookingRow unconfirmed(BookingStatus status, @Nullable String reason) {
        return new BookingRow(
                "b",
                "ada",
                "concert",
                SEATS,
                status,
                PLACED_AT,
                "correlation",
                null,
                null,
                null,
                null,
                reason);
    }

    private static BookingRow confirmed(
            BookingStatus status,
            Tickets tickets,
            @Nullable String paymentId,
            @Nullable String reason) {
        return new BookingRow(
                "b",
                "ada",
                "concert",
                SEATS,
                status,
                PLACED_AT,
                "correlation",
                tickets,
                CONFIRMED_AT,
                DEADLINE,
                paymentId,
                reason);
    }
}
