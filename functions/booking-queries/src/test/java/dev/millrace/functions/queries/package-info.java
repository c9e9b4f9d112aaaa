@NullMarked
package dev.millrace.functions.queries;

import org.jspecify.annotations.NullMarked;
