package dev.millrace.snapstart;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A function in a JVM of its own, as Lambda runs it: made, frozen, restored, and given one event.
public final class FirstEvent {
    private FirstEvent() {}

    /// Loaded just before the event is given; the log of what is loaded shows when that was.
    static final class Begins {}

    /// Loaded as soon as the event is done.
    static final class Ended {}

    /// @param arguments the handler's class and the file of the event; the answer is the last line
    ///   of the output
    public static void main(String[] arguments) throws Exception {
        var handler = handler(Class.forName(arguments[0]));
        var event = event(handler.getClass(), Path.of(arguments[1]));
        org.crac.Core.checkpointRestore();
        Class.forName(Begins.class.getName());
        var answer = handler.handleRequest(event, null);
        Class.forName(Ended.class.getName());
        JacksonFactory.getInstance().getSerializer(Object.class).toJson(answer, System.out);
    }

    @SuppressWarnings("unchecked") // every handler is one of something
    private static RequestHandler<Object, Object> handler(Class<?> type) throws Exception {
        return (RequestHandler<Object, Object>) type.getConstructor().newInstance();
    }

    private static Object event(Class<?> handler, Path file) throws Exception {
        var type =
                Arrays.stream(handler.getMethods())
                        .filter(method -> method.getName().equals("handleRequest"))
                        .filter(method -> !method.isBridge())
                        .findFirst()
                        .orElseThrow()
                        .getParameterTypes()[0];
        try (var json = Files.newInputStream(file)) {
            return LambdaEventSerializers.serializerFor(type, type.getClassLoader()).fromJson(json);
        }
    }
}
