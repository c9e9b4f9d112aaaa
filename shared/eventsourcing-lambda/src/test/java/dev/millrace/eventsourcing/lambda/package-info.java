/// Tests of the edges, and what the tests of every function are written with: [TestCall] and
/// [TestAnswer], [StreamBatch], [SampleEvents], [LogLines].
@NullMarked
package dev.millrace.eventsourcing.lambda;

import org.jspecify.annotations.NullMarked;
