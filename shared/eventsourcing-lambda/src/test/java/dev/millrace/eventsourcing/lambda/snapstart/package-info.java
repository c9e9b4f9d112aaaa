/// Tests of what a function does before SnapStart freezes it.
@NullMarked
package dev.millrace.eventsourcing.lambda.snapstart;

import org.jspecify.annotations.NullMarked;
