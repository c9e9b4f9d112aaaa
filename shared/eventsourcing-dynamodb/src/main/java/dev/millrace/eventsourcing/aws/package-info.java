/// Shared by all AWS adapters: the JSON format, and which AWS errors are outages.
@NullMarked
package dev.millrace.eventsourcing.aws;

import org.jspecify.annotations.NullMarked;
