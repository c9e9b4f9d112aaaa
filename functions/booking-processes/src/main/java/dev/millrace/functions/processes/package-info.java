/// Hosts the processes: what they react to arrives here.
@NullMarked
package dev.millrace.functions.processes;

import org.jspecify.annotations.NullMarked;
