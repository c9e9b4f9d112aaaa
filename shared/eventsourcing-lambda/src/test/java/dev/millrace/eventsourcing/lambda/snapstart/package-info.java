/// Tests of priming.
@NullMarked
package dev.millrace.eventsourcing.lambda.snapstart;

import org.jspecify.annotations.NullMarked;
