/// The Lambda functions that host the booking's processes.
@NullMarked
package dev.millrace.functions.processes;

import org.jspecify.annotations.NullMarked;
