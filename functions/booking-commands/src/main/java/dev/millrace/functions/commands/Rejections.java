package dev.millrace.functions.commands;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingRejection;
import dev.millrace.eventsourcing.lambda.Problem;

/// Maps a rejection to an HTTP answer: 422 if the request breaks a rule by itself, 409 if the
/// booking's state forbids it, 404 if there is no such booking.
final class Rejections {
    private Rejections() {}

    static Problem problem(BookingRejection reason) {
        return switch (reason) {
            case NO_SEATS -> wrongSeats(reason, "A booking needs at least one seat.");
            case DUPLICATE_SEATS -> wrongSeats(reason, "A seat is named twice.");
            case TOO_MANY_SEATS ->
                    wrongSeats(reason, "A booking has at most " + Booking.MOST_SEATS + " seats.");
            case ALREADY_EXISTS ->
                    new Problem(
                                    422,
                                    "IDEMPOTENCY_KEY_REUSED",
                                    "This Idempotency-Key has already placed another booking.")
                            .with("field", "Idempotency-Key");
            case NOT_FOUND -> Problem.notFound("booking");
            case NOT_CONFIRMED -> forbidden(reason, "The booking is not confirmed yet.");
            case ALREADY_CONFIRMED -> forbidden(reason, "The booking is confirmed.");
            case ALREADY_DENIED -> forbidden(reason, "The booking was denied.");
            case ALREADY_CANCELLED -> forbidden(reason, "The booking was cancelled.");
            case ALREADY_EXPIRED -> forbidden(reason, "The booking has expired.");
            case ALREADY_SETTLED -> forbidden(reason, "The booking is paid and settled.");
            case TOO_EARLY -> forbidden(reason, "The booking's deadline has not passed.");
            case UNDERPAID -> forbidden(reason, "The payment is too low.");
            case WRONG_CURRENCY -> forbidden(reason, "The payment is in another currency.");
        };
    }

    private static Problem wrongSeats(BookingRejection reason, String detail) {
        return new Problem(422, reason.name(), detail).with("field", "seats");
    }

    private static Problem forbidden(BookingRejection reason, String detail) {
        return new Problem(409, reason.name(), detail);
    }
}
