/// A deterministic scheduler for whole invocations of deployed code.
///
/// A [Simulation] runs one thread at a time and decides by a seed which one goes on at every call
/// of a port. The same seed gives the same [History]. An [Invocation] may crash before or after any
/// call.
@NullMarked
package dev.millrace.eventsourcing.testkit.simulation;

import org.jspecify.annotations.NullMarked;
