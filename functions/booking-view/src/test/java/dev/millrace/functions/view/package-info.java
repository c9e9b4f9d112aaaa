@NullMarked
package dev.millrace.functions.view;

import org.jspecify.annotations.NullMarked;
