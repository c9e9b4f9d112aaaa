/// Checkpoints as SnapStart takes them, on a JVM without them: the classes that `org.crac` uses if
/// `-Dorg.crac.Core.Compat` names this package.
@NullMarked
package dev.millrace.eventsourcing.lambda.crac;

import org.jspecify.annotations.NullMarked;
