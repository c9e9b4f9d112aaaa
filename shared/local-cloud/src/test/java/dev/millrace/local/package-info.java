@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
