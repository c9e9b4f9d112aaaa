/// Tests of the library on Lambda, and the tools for the tests of every function: [TestCall] and
/// [TestAnswer], [StreamBatch], [SampleEvents], [LogLines].
@NullMarked
package dev.millrace.eventsourcing.lambda;

import org.jspecify.annotations.NullMarked;
