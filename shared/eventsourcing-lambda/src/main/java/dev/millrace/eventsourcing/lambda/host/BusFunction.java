package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Passes the events of one source of the bus to the processes that receive them. If an event
/// fails, the function throws. Lambda tries the event again, and then puts it into the queue that
/// [FailedInputs] reads.
public abstract class BusFunction implements RequestStreamHandler {
    private final Platform platform;
    private final BusSource source;

    /// @param source the `source` of the events
    protected BusFunction(Platform platform, Service service, String source) {
        this.platform = platform;
        this.source = new BusSource(new Processes(service, platform), source);
    }

    @Override
    public final void handleRequest(
            InputStream event, OutputStream answer, @Nullable Context context) throws IOException {
        var bytes = event.readAllBytes();
        BusEvent read;
        try {
            read = BusEvent.read(bytes);
        } catch (IllegalArgumentException malformed) {
            throw failed(malformed, Map.of());
        }
        receive(read);
    }

    /// @throws IllegalArgumentException if no process receives the event, or a field is wrong; the
    ///   message names the field
    public final void receive(BusEvent event) {
        var correlation = Map.of("correlation_id", event.id());
        try (var _ = platform.log().with(correlation)) {
            source.receive(event);
        } catch (RuntimeException failed) {
            throw failed(failed, correlation);
        }
    }

    private RuntimeException failed(RuntimeException failed, Map<String, String> correlation) {
        var fields = new HashMap<String, Object>(correlation);
        fields.put("process", source.process());
        platform.log()
                .error(
                        "an input failed; Lambda retries it, then puts it into the failure queue",
                        failed,
                        fields);
        return failed;
    }
}
