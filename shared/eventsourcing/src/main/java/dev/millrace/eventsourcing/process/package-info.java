/// Processes (process managers), with and without state, and the hosts that run them.
///
/// State, marks, owed effects and timers are written in one write before any effect leaves. An
/// effect is removed in the write that records its outcome. [ProcessHost] explains how;
/// [InstanceUpdate] is what one such write may change.
@NullMarked
package dev.millrace.eventsourcing.process;

import org.jspecify.annotations.NullMarked;
