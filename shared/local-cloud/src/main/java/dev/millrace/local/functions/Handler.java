package dev.millrace.local.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A handler that takes and returns bytes. They are mapped by the object mapping of Lambda's own
/// Java runtime.
interface Handler {
    byte[] handle(byte[] event, Context context) throws IOException;

    /// Adapts an instance of a handler class.
    static Handler of(Object instance, ObjectMapping mapping) {
        return switch (instance) {
            case RequestStreamHandler stream ->
                    (event, context) -> {
                        var answer = new ByteArrayOutputStream();
                        stream.handleRequest(new ByteArrayInputStream(event), answer, context);
                        return answer.toByteArray();
                    };
            case RequestHandler<?, ?> typed -> typed(typed, mapping);
            default ->
                    throw new IllegalArgumentException(
                            "implements neither RequestHandler nor RequestStreamHandler");
        };
    }

    @SuppressWarnings("unchecked")
    private static Handler typed(RequestHandler<?, ?> instance, ObjectMapping mapping) {
        var handler = (RequestHandler<Object, Object>) instance;
        var method = handleRequest(instance.getClass());
        var input = mapping.serializer(method.getGenericParameterTypes()[0]);
        var output = mapping.serializer(method.getGenericReturnType());
        return (event, context) -> {
            var answer =
                    handler.handleRequest(input.fromJson(new ByteArrayInputStream(event)), context);
            if (answer == null) {
                return "null".getBytes(StandardCharsets.UTF_8);
            }
            var bytes = new ByteArrayOutputStream();
            output.toJson(answer, bytes);
            return bytes.toByteArray();
        };
    }

    private static Method handleRequest(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("handleRequest") && !method.isBridge())
                .filter(method -> method.getParameterCount() == 2)
                .filter(method -> method.getParameterTypes()[1] == Context.class)
                .findFirst()
                .orElseThrow();
    }
}
