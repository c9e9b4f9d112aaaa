/// Tests of the functions that the library makes of a service.
@NullMarked
package dev.millrace.eventsourcing.lambda.host;

import org.jspecify.annotations.NullMarked;
