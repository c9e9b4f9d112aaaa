/// The booking: its rules, its processes and its view.
///
/// [Booking] is the decider. [Reservation], [Announcement], [PaymentCollection] and [Reminder] are
/// the processes. [Expiry] is the sweep that expires unpaid bookings. [BookingRow] is the row of
/// the view. [Seats] and [DueBookings] are ports.
@NullMarked
package dev.millrace.booking;

import org.jspecify.annotations.NullMarked;
