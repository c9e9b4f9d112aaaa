package dev.millrace.functions.commands;

import dev.millrace.booking.BookingStatus;

/// The answer to a command: the booking and its status afterwards.
record BookingAnswer(String bookingId, BookingStatus status) {}
