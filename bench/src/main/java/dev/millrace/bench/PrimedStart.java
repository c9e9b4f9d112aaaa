package dev.millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Runs a function in a JVM of its own: creates it, primes it as for a snapshot, sends it events.
public final class PrimedStart {
    /// The number of events before the function counts as warm.
    private static final int WARM = 20;

    private PrimedStart() {}

    /// Prints the nanoseconds of the first event and of a warm one: the median of the last 20
    /// events.
    ///
    /// @param arguments the handler's class; the file of the event; whether to prime
    public static void main(String[] arguments) throws Exception {
        var type = Class.forName(arguments[0]).asSubclass(RequestStreamHandler.class);
        var handler = type.getConstructor().newInstance();
        var event = new FreshEvent(Files.readString(Path.of(arguments[1])));
        if (Boolean.parseBoolean(arguments[2])) org.crac.Core.checkpointRestore();
        var first = nanos(handler, event);
        var warm = new long[WARM];
        for (var n = 0; n < WARM; n++) nanos(handler, event);
        for (var n = 0; n < WARM; n++) warm[n] = nanos(handler, event);
        Arrays.sort(warm);
        System.out.println(first + " " + warm[WARM / 2]);
        System.exit(0);
    }

    private static long nanos(RequestStreamHandler handler, FreshEvent event) throws Exception {
        var next = event.next().getBytes(UTF_8);
        var began = System.nanoTime();
        handler.handleRequest(
                new ByteArrayInputStream(next),
                new ByteArrayOutputStream(),
                new TestContext(() -> 60_000));
        return System.nanoTime() - began;
    }
}
