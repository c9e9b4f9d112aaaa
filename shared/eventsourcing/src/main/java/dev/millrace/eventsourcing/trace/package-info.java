/// The trace of one entity: what happened to it, what is still to come, and why it is where it is.
/// A service adds words of its own with a [Diagnosis].
@NullMarked
package dev.millrace.eventsourcing.trace;

import org.jspecify.annotations.NullMarked;
