/// Archives of functions with a Java runtime of their own and an AOT cache: for who starts
/// functions without SnapStart.
@NullMarked
package dev.millrace.cli.aot;

import org.jspecify.annotations.NullMarked;
