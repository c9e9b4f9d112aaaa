/// Tests of the functions of the library.
@NullMarked
package dev.millrace.eventsourcing.lambda.host;

import org.jspecify.annotations.NullMarked;
