/// Updates the bookings view from the journal's stream, and rebuilds it from the journal.
@NullMarked
package dev.millrace.functions.view;

import org.jspecify.annotations.NullMarked;
