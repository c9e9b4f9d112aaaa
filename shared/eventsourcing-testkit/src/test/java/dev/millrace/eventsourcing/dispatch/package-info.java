/// A service of parcels and couriers, to test processes over several entities.
@NullMarked
package dev.millrace.eventsourcing.dispatch;

import org.jspecify.annotations.NullMarked;
