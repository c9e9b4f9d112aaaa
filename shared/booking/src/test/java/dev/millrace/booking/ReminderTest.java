package dev.millrace.booking;

import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.FREE;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.PublicEvent.PaymentReminder;
import dev.millrace.booking.Reminder.Input;
import dev.millrace.booking.Reminder.Waiting;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.testkit.ProcessScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ada has an hour to pay.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReminderTest {
    private static final Duration HALF = Duration.ofMinutes(30);
    private static final Instant NOW = DEADLINE.minus(HALF).minus(HALF);
    private static final WakeAt WAKE = new WakeAt("half time", NOW.plus(HALF), true);
    private static final Publish REMINDER =
            new Publish(new PaymentReminder(Ids.of("reminder", "b"), 1, "b", "ada", DEADLINE));

    private final ProcessScenario<Waiting, Input> reminder =
            ProcessScenario.of(new Reminder(), NOW);

    @Test
    void a_client_who_has_not_paid_at_half_time_is_reminded_once() {
        reminder.given(happened(PLACED))
                .when(happened(CONFIRMED))
                .then(WAKE)
                .after(HALF.minusNanos(1))
                .thenNothing()
                .after(Duration.ofNanos(1))
                .then(REMINDER, new Finish())
                .after(Duration.ofDays(1))
                .thenNothing()
                .when(happened(EXPIRED))
                .thenNothing();
    }

    static Stream<BookingEvent> endings() {
        return Stream.of(SETTLED, CANCELLED, EXPIRED, DENIED);
    }

    @ParameterizedTest
    @MethodSource("endings")
    void a_booking_that_is_over_causes_no_reminder(BookingEvent ending) {
        reminder.given(happened(PLACED), happened(CONFIRMED))
                .when(happened(PAID))
                .thenNothing()
                .when(happened(ending))
                .then(new Finish())
                .after(Duration.ofDays(1))
                .thenNothing();
    }

    @Test
    void tickets_that_cost_nothing_cause_no_reminder() {
        reminder.given(happened(PLACED), happened(new BookingConfirmed(FREE, DEADLINE)))
                .when(happened(SETTLED))
                .then(new Finish())
                .after(Duration.ofDays(1))
                .thenNothing();
    }

    @Test
    void without_a_deadline_there_is_no_reminder() {
        reminder.given(happened(PLACED))
                .when(happened(new BookingConfirmed(TICKETS, null)))
                .then(new Finish());
    }

    @Test
    void only_a_confirmation_starts_it() {
        for (var event : new BookingEvent[] {PLACED, DENIED, CANCELLED, PAID, SETTLED, EXPIRED}) {
            assertThat(reminder.when(happened(event)).thenNothing().hasStarted()).isFalse();
        }
    }

    private static Input happened(BookingEvent event) {
        return new Input.Happened("b", event);
    }
}
