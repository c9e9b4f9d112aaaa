/// Emulates event source mappings on DynamoDB streams. A mapping reads each shard in order, parents
/// first. It passes a record only after the record succeeded, or was given up to the failure
/// destination because of its age or its failed attempts.
@NullMarked
package dev.millrace.local.streams;

import org.jspecify.annotations.NullMarked;
