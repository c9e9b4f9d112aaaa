/// The library on Lambda: HTTP calls, bus events, AWS clients, logs and metrics.
@NullMarked
package dev.millrace.eventsourcing.lambda;

import org.jspecify.annotations.NullMarked;
