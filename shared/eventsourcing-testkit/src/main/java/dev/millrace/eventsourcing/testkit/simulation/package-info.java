/// A deterministic scheduler for whole invocations of deployed code.
///
/// A [Simulation] runs one thread at a time. At every call of a port it chooses the next thread by
/// its seed. The same seed gives the same [History]. An [Invocation] may crash before or after any
/// call.
@NullMarked
package dev.millrace.eventsourcing.testkit.simulation;

import org.jspecify.annotations.NullMarked;
