@NullMarked
package dev.millrace.functions.notifications;

import org.jspecify.annotations.NullMarked;
