/// Tools for tests: scenarios for deciders, processes and views, a whole service in memory
/// ([World]), a virtual clock, fakes of every port, faults at any call of a port, and the contract
/// tests of adapters.
///
/// [Account] and [Transfer] are the samples that the kit uses. They belong to no domain that uses
/// the kit.
@NullMarked
package dev.millrace.eventsourcing.testkit;

import org.jspecify.annotations.NullMarked;
