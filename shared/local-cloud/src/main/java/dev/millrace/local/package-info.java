/// Runs a SAM template in one JVM: real tables and streams on embedded DynamoDB Local, and around
/// them what AWS does between table, function, bus and HTTP. [dev.millrace.local.LocalCloud] is the
/// way in; each sub-package stands for one service. What is not emulated is listed at start, never
/// silently ignored.
@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
