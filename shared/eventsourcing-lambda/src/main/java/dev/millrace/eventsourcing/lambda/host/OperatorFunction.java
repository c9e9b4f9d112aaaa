package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.StrictJson;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers the requests of an operator, as in `docs/operations-protocol.md`.
///
/// A mistake in a request is answered as `{"mistake": …}`. It is not a failure of the function.
abstract class OperatorFunction implements RequestStreamHandler {
    /// One more page takes less time.
    private static final int RESERVE_MILLIS = 15_000;

    /// Whether the call has time for one more page.
    static boolean hasTime(Context context) {
        return context.getRemainingTimeInMillis() >= RESERVE_MILLIS;
    }

    @Override
    public final void handleRequest(InputStream event, OutputStream answer, Context context)
            throws IOException {
        var bytes = event.readAllBytes();
        Json.write(answer, answer(bytes, context));
    }

    private Map<String, Object> answer(byte[] event, Context context) {
        Map<String, Object> fields;
        try {
            fields = StrictJson.object(event);
        } catch (IllegalArgumentException malformed) {
            return new Mistake(String.valueOf(malformed.getMessage())).answer();
        }
        return handleRequest(fields, context);
    }

    /// @param event the request's fields; null if there are none
    public final Map<String, Object> handleRequest(
            @Nullable Map<String, Object> event, Context context) {
        try {
            return answer(Request.of(event), context);
        } catch (Mistake mistake) {
            return mistake.answer();
        }
    }

    /// @throws Mistake if the request cannot be carried out
    abstract Map<String, Object> answer(Request request, Context context);
}
