package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.PublicEvent.PaymentReminder;
import dev.millrace.booking.Reminder.Input;
import dev.millrace.booking.Reminder.Waiting;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
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

/// Reminds a client once, at half of the time there is to pay; not if the booking was paid,
/// cancelled or expired by then.
public final class Reminder implements StatefulProcess<Waiting, Input> {
    private static final String HALF_TIME = "half time";

    /// What it hears of a booking.
    public sealed interface Input {
        record Happened(String bookingId, BookingEvent event) implements Input {}

        record HalfTime() implements Input {}
    }

    /// Whom to remind of what.
    ///
    /// @param expiresAt absent until the booking is confirmed
    public record Waiting(String bookingId, String clientId, @Nullable Instant expiresAt) {}

    public static final ProcessType<Waiting, Input> TYPE =
            new ProcessType<>(
                    "reminder",
                    new Waiting("", "", null),
                    TypeNames.of(Waiting.class, named("Waiting", Waiting.class)),
                    TypeNames.of(
                            Input.class,
                            named("Happened", Input.Happened.class),
                            named("HalfTime", Input.HalfTime.class)),
                    PublicEvents.NAMES,
                    List.of());

    /// What the process hears of its booking.
    public static final Source<BookingEvent, Input> BOOKINGS =
            Source.home(BOOKING, (commit, event) -> new Input.Happened(commit.entityId(), event));

    @Override
    public ProcessType<Waiting, Input> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Input input) {
        return switch (input) {
            case Input.Happened(_, BookingConfirmed _) -> Interest.START;
            case Input.Happened(_, BookingPaid _) -> Interest.NONE;
            case Input.Happened _, Input.HalfTime() -> Interest.CONTINUE;
        };
    }

    @Override
    public Transition<Waiting> on(Waiting waiting, Input input, InputTime time) {
        return switch (input) {
            case Input.Happened(var booking, BookingPlaced(var client, _, _)) ->
                    Transition.to(new Waiting(booking, client, null));
            case Input.Happened(_, BookingConfirmed(_, var deadline)) ->
                    Transition.to(
                            new Waiting(waiting.bookingId(), waiting.clientId(), deadline),
                            deadline == null || !deadline.isAfter(time.happenedAt())
                                    ? new Finish()
                                    : wake(time.happenedAt(), deadline));
            case Input.Happened(_, BookingDenied _),
                    Input.Happened(_, BookingCancelled _),
                    Input.Happened(_, BookingExpired _),
                    Input.Happened(_, BookingSettled _) ->
                    Transition.to(waiting, new Finish());
            case Input.Happened(_, BookingPaid _) -> Transition.to(waiting);
            case Input.HalfTime() ->
                    Transition.to(waiting, new Publish(remind(waiting)), new Finish());
        };
    }

    private static Effect wake(Instant confirmed, Instant deadline) {
        var half = confirmed.plus(Duration.between(confirmed, deadline).dividedBy(2));
        return new WakeAt(HALF_TIME, half, true);
    }

    private static Message remind(Waiting waiting) {
        var deadline = waiting.expiresAt();
        if (deadline == null) throw new IllegalStateException("no half time before a confirmation");
        var id = Ids.of("reminder", waiting.bookingId());
        return new PaymentReminder(id, 1, waiting.bookingId(), waiting.clientId(), deadline);
    }

    @Override
    public Input due(String timer) {
        return new Input.HalfTime();
    }

    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        throw new IllegalStateException("the reminder sends no command");
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return false;
    }
}
