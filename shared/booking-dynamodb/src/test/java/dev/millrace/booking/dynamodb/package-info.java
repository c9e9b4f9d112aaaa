@NullMarked
package dev.millrace.booking.dynamodb;

import org.jspecify.annotations.NullMarked;
