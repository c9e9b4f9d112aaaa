package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Announcement;
import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingDiagnosis;
import dev.millrace.booking.BookingErasure;
import dev.millrace.booking.BookingRestoration;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.PaymentCollection;
import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.booking.Reminder;
import dev.millrace.booking.Reservation;
import dev.millrace.booking.Seats;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Lazy;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.BusInput;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.ticketing.BoxOffice;
import java.util.Map;
import java.util.function.Supplier;

/// Declares the booking service: its entity, its processes with their sources, and its view.
final class BookingService {
    /// The `source` of payments on the bus.
    static final String PAYMENTS = "payments";

    private static final Metric REFUNDS = Metric.count("Refunds");

    private BookingService() {}

    static Service on(Platform platform) {
        var seats = boxOffice(platform);
        return on(platform, () -> seats);
    }

    /// @param seats called when the seats are first needed
    static Service on(Platform platform, Supplier<? extends Seats> seats) {
        var bookings = new Lazy<>(() -> boxOffice(platform));
        var wait = platform.environment().duration("UNKNOWN_BOOKING_WAIT");
        return Service.named("booking")
                .entity(BOOKING, new BookingDiagnosis(seats))
                .erasure(BOOKING, new BookingErasure(seats))
                .restoration(
                        BOOKING,
                        new BookingRestoration(
                                seats,
                                after -> bookings.get().bookings(after),
                                (booking, cancel) -> cancel(platform, booking, cancel)))
                .process(new Reservation(seats))
                .process(new Announcement())
                .process(
                        new PaymentCollection(wait),
                        PaymentCollection.BOOKINGS,
                        new BusInput<>(PAYMENTS, "PaymentReceived", PaymentDetail::read))
                .process(new Reminder(), Reminder.BOOKINGS)
                .view(BookingRow.VIEW);
    }

    private static void cancel(Platform platform, String booking, CancelBooking cancel) {
        var id = Ids.of("restore", booking, "CancelBooking");
        var _ =
                platform.send(
                        new Send<>(BOOKING, booking, cancel),
                        new Trace(id, "restore", id, null),
                        null);
    }

    static BoxOffice boxOffice(Platform platform) {
        return new BoxOffice(
                platform.clients().dynamoDb(),
                platform.environment().required("SEATS_TABLE"),
                platform.clock(),
                platform.environment().duration("RESERVATION_HOLD"),
                platform.backoff("seats"));
    }

    /// The platform, which also logs and counts the refunds that the bus accepted.
    static Platform countingRefunds(Platform platform) {
        return platform.onPublished(message -> count(platform, message));
    }

    private static void count(Platform platform, Message message) {
        if (!(message instanceof RefundRequested refund)) return;
        platform.log()
                .info(
                        "refund",
                        Map.of(
                                "entity", BOOKING.name() + "#" + refund.bookingId(),
                                "payment_id", refund.paymentId(),
                                "message_id", refund.id(),
                                "reason", refund.reason()),
                        REFUNDS.of(1));
    }
}
