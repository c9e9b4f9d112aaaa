package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.process.BusReceiver;
import dev.millrace.eventsourcing.process.Processes;
import java.util.List;

/// Passes the events of one source of the bus to the processes of a service.
final class BusSource {
    private final String name;
    private final List<BusReceiver<?>> receivers;

    /// @throws IllegalArgumentException if the service receives nothing from the source
    BusSource(Processes processes, String name) {
        this.name = name;
        this.receivers = processes.receivers(name);
        if (receivers.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s does not subscribe to %s".formatted(processes.service().name(), name));
        }
        receivers.forEach(BusReceiver::process);
    }

    /// @throws IllegalArgumentException if no process receives the event, or a field is wrong; the
    ///   message names the field
    void receive(BusEvent event) {
        receivers.stream()
                .filter(one -> one.input().detailType().equals(event.detailType()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no process subscribes to %s of %s"
                                        .formatted(event.detailType(), name)))
                .receive(event.id(), event.time(), event.detail());
    }

    /// The first process that receives from this source, for the log.
    String process() {
        return receivers.getFirst().process();
    }
}
