/// What tests are written with: given/when/then for deciders, a virtual clock, fakes of every port,
/// faults at any call of one, and the contracts that every adapter passes.
///
/// [Account] is the entity the kit tries things on; it knows nothing of any domain that uses the
/// kit.
@NullMarked
package dev.millrace.eventsourcing.testkit;

import org.jspecify.annotations.NullMarked;
