/// Priming: before SnapStart takes a snapshot, a function handles events on a fake AWS and reads
/// from the real one. So the first event after a restore finds everything loaded and compiled.
@NullMarked
package dev.millrace.eventsourcing.lambda.snapstart;

import org.jspecify.annotations.NullMarked;
