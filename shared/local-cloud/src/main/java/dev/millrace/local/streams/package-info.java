/// What an event source mapping on a DynamoDB stream does: reads each shard in order, parents
/// first, and does not pass a record before it succeeded, aged out or was given up into its failure
/// destination.
@NullMarked
package dev.millrace.local.streams;

import org.jspecify.annotations.NullMarked;
