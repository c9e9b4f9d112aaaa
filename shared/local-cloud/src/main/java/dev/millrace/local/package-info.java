/// Runs a SAM template in one JVM. Tables and streams are real, on embedded DynamoDB Local. Lambda,
/// EventBridge, SQS and API Gateway are emulated around them. [dev.millrace.local.LocalCloud] is
/// the entry point. Features that are not emulated are listed at the start, never silently ignored.
@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
