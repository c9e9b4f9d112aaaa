/// The edges on Lambda: what arrives as a stream batch, an HTTP call or a bus event, and what is
/// logged of it.
@NullMarked
package dev.millrace.eventsourcing.lambda;

import org.jspecify.annotations.NullMarked;
