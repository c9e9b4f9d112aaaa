package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.process.BusReceiver;
import dev.millrace.eventsourcing.process.Processes;
import java.util.List;

/// The inputs that a service hears from one source of the bus.
final class BusSource {
    private final String name;
    private final List<BusReceiver<?>> receivers;

    /// @throws IllegalArgumentException if the service hears nothing from the source
    BusSource(Processes processes, String name) {
        this.name = name;
        this.receivers = processes.receivers(name);
        if (receivers.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s hears nothing from %s".formatted(processes.service().name(), name));
        }
        receivers.forEach(BusReceiver::process);
    }

    /// @throws IllegalArgumentException if no process hears it, or naming the field that is wrong
    void receive(BusEvent event) {
        receivers.stream()
                .filter(one -> one.input().detailType().equals(event.detailType()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no process hears %s from %s".formatted(event.detailType(), name)))
                .receive(event.id(), event.time(), event.detail());
    }

    /// The process that hears it, for the log.
    String process() {
        return receivers.getFirst().process();
    }
}
