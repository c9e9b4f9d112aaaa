package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Commands;

/// Where effects go: commands to entities, messages to the bus.
public record Deliveries(Commands commands, Bus bus) {}
