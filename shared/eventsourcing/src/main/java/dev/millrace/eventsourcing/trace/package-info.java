/// The trace of one entity: what happened to it, what is still to come, and why it is in its state.
/// A service adds its own words with a [Diagnosis].
@NullMarked
package dev.millrace.eventsourcing.trace;

import org.jspecify.annotations.NullMarked;
