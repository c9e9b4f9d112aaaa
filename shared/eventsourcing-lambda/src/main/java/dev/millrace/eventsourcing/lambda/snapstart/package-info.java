/// What a function does before SnapStart freezes it: it plays its part once on an AWS that is made
/// up, so that the first event after a restore finds everything loaded and compiled, and it reads
/// once from the real one.
@NullMarked
package dev.millrace.eventsourcing.lambda.snapstart;

import org.jspecify.annotations.NullMarked;
