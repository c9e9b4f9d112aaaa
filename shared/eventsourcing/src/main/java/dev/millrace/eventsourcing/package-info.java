/// Event-sourced entities: deciders, the journal of commits, the effects of processes, and views.
///
/// Pure Java: no AWS, no JSON, no logging, and no clock outside of [Runtime]. The outside world is
/// behind ports that are passed in: [Journal], [ViewStore], [Bus], [Backoff],
/// [java.time.InstantSource].
@NullMarked
package dev.millrace.eventsourcing;

import org.jspecify.annotations.NullMarked;
