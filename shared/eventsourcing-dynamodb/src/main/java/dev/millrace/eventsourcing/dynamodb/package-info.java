/// The journal and the views on DynamoDB: one commit is one item, one row is one item.
@NullMarked
package dev.millrace.eventsourcing.dynamodb;

import org.jspecify.annotations.NullMarked;
