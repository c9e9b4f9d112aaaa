package dev.millrace.booking;

/// Where a booking stands, as people are told.
public enum BookingStatus {
    AWAITING_CONFIRMATION,
    CONFIRMED,
    DENIED,
    CANCELLED,
    EXPIRED,
    SETTLED
}
