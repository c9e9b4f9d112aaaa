/// Answers for bookings over HTTP: one, a client's own, and the history of one.
@NullMarked
package dev.millrace.functions.queries;

import org.jspecify.annotations.NullMarked;
