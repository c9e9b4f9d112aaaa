@NullMarked
package dev.millrace.functions.commands;

import org.jspecify.annotations.NullMarked;
