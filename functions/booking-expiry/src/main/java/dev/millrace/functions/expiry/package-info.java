/// Expires unpaid bookings on a schedule.
@NullMarked
package dev.millrace.functions.expiry;

import org.jspecify.annotations.NullMarked;
