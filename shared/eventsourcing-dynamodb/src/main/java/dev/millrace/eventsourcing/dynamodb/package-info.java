/// The ports on DynamoDB: journal, views, processes. Each commit, row and instance is one item.
@NullMarked
package dev.millrace.eventsourcing.dynamodb;

import org.jspecify.annotations.NullMarked;
