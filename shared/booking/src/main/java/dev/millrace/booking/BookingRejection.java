package dev.millrace.booking;

/// Why a booking rejects a command.
public enum BookingRejection {
    // The request itself breaks a rule.
    NO_SEATS,
    DUPLICATE_SEATS,
    TOO_MANY_SEATS,
    // The booking's state forbids it.
    NOT_FOUND,
    ALREADY_EXISTS,
    NOT_CONFIRMED,
    ALREADY_CONFIRMED,
    ALREADY_DENIED,
    ALREADY_CANCELLED,
    ALREADY_EXPIRED,
    ALREADY_SETTLED,
    TOO_EARLY,
    // The money is not right.
    UNDERPAID,
    WRONG_CURRENCY
}
