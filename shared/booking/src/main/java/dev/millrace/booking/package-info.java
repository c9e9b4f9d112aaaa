/// The booking: what may happen to it, what follows from what happened, and how it is seen.
///
/// [Booking] holds the rules; [Reservation] and [Payments] are its processes; [Expiry] sweeps what
/// is unpaid; [BookingRow] is its view. Ports it names: [Seats], [DueBookings].
@NullMarked
package dev.millrace.booking;

import org.jspecify.annotations.NullMarked;
