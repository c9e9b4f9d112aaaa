package dev.millrace.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import dev.millrace.eventsourcing.aws.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        var handler = Class.forName(arguments[0]).getConstructor().newInstance();
        var file = Path.of(arguments[1]);
        var event =
                handler instanceof RequestHandler<?, ?>
                        ? event(handler.getClass(), file)
                        : Files.readAllBytes(file);
        org.crac.Core.checkpointRestore();
        Class.forName(Begins.class.getName());
        var answer = handle(handler, event);
        Class.forName(Ended.class.getName());
        JacksonFactory.getInstance().getSerializer(Object.class).toJson(answer, System.out);
    }

    @SuppressWarnings("unchecked") // every handler is one of something
    private static @Nullable Object handle(Object handler, Object event) throws IOException {
        if (handler instanceof RequestStreamHandler stream) {
            var answer = new ByteArrayOutputStream();
            stream.handleRequest(new ByteArrayInputStream((byte[]) event), answer, null);
            return answer.size() == 0 ? null : Json.read(answer.toString(UTF_8), Map.class);
        }
        return ((RequestHandler<Object, Object>) handler).handleRequest(event, null);
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
