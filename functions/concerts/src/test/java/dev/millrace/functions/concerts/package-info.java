@NullMarked
package dev.millrace.functions.concerts;

import org.jspecify.annotations.NullMarked;
