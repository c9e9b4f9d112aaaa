/// What all adapters of AWS services share: JSON, and which errors are outages.
@NullMarked
package dev.millrace.eventsourcing.aws;

import org.jspecify.annotations.NullMarked;
