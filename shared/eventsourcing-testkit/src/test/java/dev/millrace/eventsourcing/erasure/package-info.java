/// Erasing an entity: what remains of it, after whatever else happens meanwhile.
@NullMarked
package dev.millrace.eventsourcing.erasure;

import org.jspecify.annotations.NullMarked;
