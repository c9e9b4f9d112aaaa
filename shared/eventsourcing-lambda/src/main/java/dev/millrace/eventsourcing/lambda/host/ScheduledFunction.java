package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.aws.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// A function that a schedule invokes. It ignores the schedule's event.
public abstract class ScheduledFunction implements RequestStreamHandler {
    @Override
    public final void handleRequest(InputStream event, OutputStream answer, Context context)
            throws IOException {
        Json.write(answer, run(context));
    }

    /// Does the work, and returns what was done as fields of a JSON object.
    public abstract Map<String, Object> run(Context context);
}
