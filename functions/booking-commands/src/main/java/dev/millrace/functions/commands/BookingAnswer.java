package dev.millrace.functions.commands;

import dev.millrace.booking.BookingStatus;

/// What a command is answered with: the booking, and where it stands then.
record BookingAnswer(String bookingId, BookingStatus status) {}
