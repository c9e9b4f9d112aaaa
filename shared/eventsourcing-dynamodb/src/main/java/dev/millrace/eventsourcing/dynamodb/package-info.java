/// The journal, the views and the processes on DynamoDB: a commit, a row, an instance is one item.
@NullMarked
package dev.millrace.eventsourcing.dynamodb;

import org.jspecify.annotations.NullMarked;
