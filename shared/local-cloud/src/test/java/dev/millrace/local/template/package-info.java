@NullMarked
package dev.millrace.local.template;

import org.jspecify.annotations.NullMarked;
