/// Queries over HTTP: a booking, a client's bookings, and the history of a booking.
@NullMarked
package dev.millrace.functions.queries;

import org.jspecify.annotations.NullMarked;
