package dev.millrace.local.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import java.util.Locale;

/// The result of one invocation. `payload` is JSON: the function's answer, or its error in Lambda's
/// format if `failed`.
public record InvocationResult(String requestId, String payload, boolean failed) {
    static InvocationResult answered(String requestId, String payload) {
        return new InvocationResult(requestId, payload, false);
    }

    static InvocationResult threw(String requestId, Throwable error) {
        return new InvocationResult(requestId, Json.write(describe(error)), true);
    }

    static InvocationResult timedOut(String requestId, FunctionSpec function) {
        var seconds = String.format(Locale.ROOT, "%.2f", function.timeout().toMillis() / 1000.0);
        var error =
                Json.object()
                        .put("errorType", "Sandbox.Timedout")
                        .put(
                                "errorMessage",
                                "RequestId: %s Error: Task timed out after %s seconds"
                                        .formatted(requestId, seconds));
        return new InvocationResult(requestId, Json.write(error), true);
    }

    public JsonNode json() {
        return Json.read(payload);
    }

    private static ObjectNode describe(Throwable error) {
        var described =
                Json.object()
                        .put("errorMessage", error.getMessage())
                        .put("errorType", error.getClass().getName());
        var stack = described.putArray("stackTrace");
        for (var frame : error.getStackTrace()) {
            stack.add(frame.toString());
        }
        if (error.getCause() != null) {
            described.set("cause", describe(error.getCause()));
        }
        return described;
    }
}
