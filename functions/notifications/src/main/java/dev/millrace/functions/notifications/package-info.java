/// Sends notifications about bookings, at most once.
@NullMarked
package dev.millrace.functions.notifications;

import org.jspecify.annotations.NullMarked;
