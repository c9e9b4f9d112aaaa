/// SnapStart on one machine: a checkpoint and what comes after it, in a JVM that has loaded nothing
/// before. Five of its classes are those that `org.crac` looks for in a JVM that can be
/// checkpointed.
@NullMarked
package dev.millrace.snapstart;

import org.jspecify.annotations.NullMarked;
