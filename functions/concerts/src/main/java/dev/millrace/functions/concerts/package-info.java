/// Concerts and their seats over HTTP.
@NullMarked
package dev.millrace.functions.concerts;

import org.jspecify.annotations.NullMarked;
