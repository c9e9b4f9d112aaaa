package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Incidents;
import java.time.InstantSource;

/// What every host needs of the world around it: the time, how to wait, and who hears what went
/// wrong.
public record HostContext(InstantSource clock, Backoff backoff, Incidents incidents) {}
