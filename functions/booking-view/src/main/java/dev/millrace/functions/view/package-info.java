/// Keeps the bookings view from the journal's stream.
@NullMarked
package dev.millrace.functions.view;

import org.jspecify.annotations.NullMarked;
