@NullMarked
package dev.millrace.functions.processes;

import org.jspecify.annotations.NullMarked;
