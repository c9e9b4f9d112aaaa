/// What a function does before SnapStart freezes it: it handles events on a fake AWS, so that the
/// first event after a restore finds everything loaded and compiled, and it reads once from the
/// real one.
@NullMarked
package dev.millrace.eventsourcing.lambda.snapstart;

import org.jspecify.annotations.NullMarked;
