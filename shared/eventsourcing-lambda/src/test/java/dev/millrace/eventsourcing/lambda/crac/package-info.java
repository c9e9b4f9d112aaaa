/// Checkpoints as SnapStart takes them, on a JVM that has none: the classes that `org.crac` looks
/// for if `-Dorg.crac.Core.Compat` names this package.
@NullMarked
package dev.millrace.eventsourcing.lambda.crac;

import org.jspecify.annotations.NullMarked;
