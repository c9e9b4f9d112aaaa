package dev.millrace.cli.aot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/// Runs all functions of an archive in one JVM, so that one AOT cache serves them all. An event is
/// the class of a handler, a line feed, and the handler's event.
public final class TrainingHandler implements RequestStreamHandler {
    private final Map<String, LambdaRequestHandler> handlers = new HashMap<>();

    static String event(String handler, String event) {
        return handler + "\n" + event;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        var event = new String(input.readAllBytes(), UTF_8);
        var line = event.indexOf('\n');
        var request = new InvocationRequest();
        request.setId(context.getAwsRequestId());
        request.setInvokedFunctionArn(context.getInvokedFunctionArn());
        request.setDeadlineTimeInMs(Long.MAX_VALUE);
        request.setContent(event.substring(line + 1).getBytes(UTF_8));
        try {
            var handler = event.substring(0, line);
            if (!handlers.containsKey(handler)) handlers.put(handler, load(handler));
            output.write(handlers.get(handler).call(request).toByteArray());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static LambdaRequestHandler load(String handler) throws Exception {
        var loader = TrainingHandler.class.getClassLoader();
        return EventHandlerLoader.loadEventHandler(HandlerInfo.fromString(handler, loader));
    }
}
