package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hands the events of one source of the bus to the processes that hear them. An event that fails
/// is thrown: Lambda tries it again, and then leaves it in the queue that [FailedInputs] empties.
public abstract class BusFunction implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Platform platform;
    private final BusSource source;

    /// @param source the bus's `source`
    protected BusFunction(Platform platform, Service service, String source) {
        this.platform = platform;
        this.source = new BusSource(new Processes(service, platform), source);
    }

    private static @Nullable Instant sentAt(ScheduledEvent event) {
        var time = event.getTime();
        return time == null ? null : Instant.ofEpochMilli(time.getMillis());
    }

    @Override
    public final @Nullable Void handleRequest(ScheduledEvent event, @Nullable Context context) {
        try (var _ = platform.log().with(Map.of("correlation_id", event.getId()))) {
            source.receive(event.getDetailType(), event.getId(), sentAt(event), event.getDetail());
            return null;
        } catch (RuntimeException failed) {
            platform.log()
                    .error(
                            "an input failed; it is tried again, and then kept in the queue",
                            failed,
                            Map.of("correlation_id", event.getId(), "process", source.process()));
            throw failed;
        }
    }
}
