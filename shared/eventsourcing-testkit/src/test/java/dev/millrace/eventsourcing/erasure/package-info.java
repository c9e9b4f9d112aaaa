/// Tests of erasing an entity: which data remains, even if other work happens meanwhile.
@NullMarked
package dev.millrace.eventsourcing.erasure;

import org.jspecify.annotations.NullMarked;
