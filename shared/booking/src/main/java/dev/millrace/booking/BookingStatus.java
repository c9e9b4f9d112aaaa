package dev.millrace.booking;

/// A booking's status, as clients see it.
public enum BookingStatus {
    AWAITING_CONFIRMATION,
    CONFIRMED,
    DENIED,
    CANCELLED,
    EXPIRED,
    SETTLED
}
