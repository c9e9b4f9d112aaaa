/// The whole: what no module can be asked alone.
@NullMarked
package dev.millrace;

import org.jspecify.annotations.NullMarked;
