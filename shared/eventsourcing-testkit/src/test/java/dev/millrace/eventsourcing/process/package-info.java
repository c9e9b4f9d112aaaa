/// Tests of the host of processes, over the fakes of the kit.
@NullMarked
package dev.millrace.eventsourcing.process;

import org.jspecify.annotations.NullMarked;
