package dev.millrace;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs a function in a JVM of its own as Lambda runs it: makes it, freezes it, restores it, and
/// gives it one event.
public final class FirstEvent {
    private FirstEvent() {}

    /// Loaded just before the event. It marks that moment in the log of loaded classes.
    static final class Begins {}

    /// Loaded just after the event.
    static final class Ended {}

    /// @param arguments the handler's class and the file of the event; the answer is the last line
    ///   of the output
    public static void main(String[] arguments) throws Exception {
        var type = Class.forName(arguments[0]).asSubclass(RequestStreamHandler.class);
        var handler = type.getConstructor().newInstance();
        var event = Files.readAllBytes(Path.of(arguments[1]));
        org.crac.Core.checkpointRestore();
        var answer = new ByteArrayOutputStream();
        Class.forName(Begins.class.getName());
        handler.handleRequest(new ByteArrayInputStream(event), answer, null);
        Class.forName(Ended.class.getName());
        System.out.println(answer.size() == 0 ? "null" : answer);
    }
}
