/// Archives of functions with their own Java runtime and an AOT cache, for functions that start
/// without SnapStart.
@NullMarked
package dev.millrace.cli.aot;

import org.jspecify.annotations.NullMarked;
