@NullMarked
package dev.millrace.functions.expiry;

import org.jspecify.annotations.NullMarked;
