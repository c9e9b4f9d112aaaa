/// The functions that every service needs, built from its declaration: the stream readers, the bus
/// inputs, the sweep, the operations and the rebuild of views. A service's function is a subclass
/// with a constructor.
@NullMarked
package dev.millrace.eventsourcing.lambda.host;

import org.jspecify.annotations.NullMarked;
