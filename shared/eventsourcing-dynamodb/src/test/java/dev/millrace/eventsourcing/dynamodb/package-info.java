@NullMarked
package dev.millrace.eventsourcing.dynamodb;

import org.jspecify.annotations.NullMarked;
