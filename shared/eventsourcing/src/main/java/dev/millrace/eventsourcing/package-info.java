/// Entities that decide, the journal that keeps what they decided, steps that turn events into
/// commands, and views.
///
/// Pure Java: no AWS, no JSON, no clock, no logging. What touches the world is a port passed in:
/// [Journal], [ViewStore], [Backoff], [java.time.InstantSource].
@NullMarked
package dev.millrace.eventsourcing;

import org.jspecify.annotations.NullMarked;
