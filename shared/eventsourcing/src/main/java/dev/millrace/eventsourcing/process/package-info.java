/// Processes with state of their own: what an instance keeps, and the host that keeps it.
///
/// State, marks, effects owed and timers are written in one write before any effect leaves; an
/// effect is struck off in the write that records its outcome. [ProcessHost] says how;
/// [InstanceUpdate] is what one such write may change.
@NullMarked
package dev.millrace.eventsourcing.process;

import org.jspecify.annotations.NullMarked;
