package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.eventsourcing.TypeNames.named;
import static dev.millrace.eventsourcing.process.Transition.to;
import static java.util.Objects.requireNonNull;

import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.PublicEvent.PaymentReminder;
import dev.millrace.booking.Reminder.Input;
import dev.millrace.booking.Reminder.Input.HalfTime;
import dev.millrace.booking.Reminder.Input.Happened;
import dev.millrace.booking.Reminder.Waiting;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Process that reminds a client once, after half of the time to pay. It does not remind if the
/// booking was paid, cancelled or expired by then.
public final class Reminder implements StatefulProcess<Waiting, Input> {
    private static final String HALF_TIME = "half time";

    /// The inputs: events of the booking, and the timer.
    public sealed interface Input {
        record Happened(String bookingId, BookingEvent event) implements Input {}

        record HalfTime() implements Input {}
    }

    /// The client to remind, and the booking to remind of.
    ///
    /// @param expiresAt null until the booking is confirmed
    public record Waiting(String bookingId, String clientId, @Nullable Instant expiresAt) {}

    public static final ProcessType<Waiting, Input> TYPE =
            new ProcessType<>(
                    "reminder",
                    new Waiting("", "", null),
                    TypeNames.of(Waiting.class, named("Waiting", Waiting.class)),
                    TypeNames.of(
                            Input.class,
                            named("Happened", Happened.class),
                            named("HalfTime", HalfTime.class)),
                    PublicEvents.NAMES,
                    List.of());

    /// The events of the booking, as inputs.
    public static final Source<BookingEvent, Input> BOOKINGS =
            Source.home(BOOKING, (commit, event) -> new Happened(commit.entityId(), event));

    @Override
    public ProcessType<Waiting, Input> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Input input) {
        return switch (input) {
            case Happened(_, BookingConfirmed _) -> Interest.START;
            case Happened(_, BookingPaid _) -> Interest.NONE;
            case Happened _, HalfTime() -> Interest.CONTINUE;
        };
    }

    @Override
    public Transition<Waiting> on(Waiting waiting, Input input, InputTime time) {
        return switch (input) {
            case Happened(var booking, BookingPlaced(var client, _, _)) ->
                    to(new Waiting(booking, client, null));
            case Happened(var booking, BookingConfirmed(_, var deadline)) ->
                    to(
                            new Waiting(booking, waiting.clientId(), deadline),
                            deadline == null || !deadline.isAfter(time.happenedAt())
                                    ? new Finish()
                                    : wakeBetween(time.happenedAt(), deadline));
            case Happened(_, BookingDenied _),
                    Happened(_, BookingCancelled _),
                    Happened(_, BookingExpired _),
                    Happened(_, BookingSettled _) ->
                    to(waiting, new Finish());
            case Happened(_, BookingPaid _) -> to(waiting);
            case HalfTime() -> to(waiting, new Publish(remind(waiting)), new Finish());
        };
    }

    private static Effect wakeBetween(Instant confirmed, Instant deadline) {
        var half = confirmed.plus(Duration.between(confirmed, deadline).dividedBy(2));
        return new WakeAt(HALF_TIME, half, true);
    }

    private static PaymentReminder remind(Waiting waiting) {
        var deadline = requireNonNull(waiting.expiresAt(), "no half time before a confirmation");
        var id = Ids.of("reminder", waiting.bookingId());
        return new PaymentReminder(id, 1, waiting.bookingId(), waiting.clientId(), deadline);
    }

    @Override
    public Input due(String timer) {
        return new HalfTime();
    }

    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        throw new IllegalStateException("the reminder sends no command");
    }
}
