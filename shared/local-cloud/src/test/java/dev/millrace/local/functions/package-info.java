@NullMarked
package dev.millrace.local.functions;

import org.jspecify.annotations.NullMarked;
