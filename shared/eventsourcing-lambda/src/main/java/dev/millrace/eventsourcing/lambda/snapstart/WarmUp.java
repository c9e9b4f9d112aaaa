package dev.millrace.eventsourcing.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.aws.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// What a function's first events will ask of it, done on a [FakeAws].
@FunctionalInterface
public interface WarmUp {
    /// @param id of the entity that it is about: a different one each time
    /// @throws IllegalStateException if it did not succeed, so that the log says so
    void play(String id) throws IOException;

    /// Gives a function an event as Lambda does.
    ///
    /// @throws IllegalStateException if a call was not answered as usual, or part of a batch failed
    static void handle(RequestStreamHandler function, InputStream event) throws IOException {
        var written = new ByteArrayOutputStream();
        function.handleRequest(event, written, null);
        var answer = Json.MAPPER.readTree(written.toByteArray());
        check(
                answer.path("statusCode").intValue() < 300
                        && answer.path("batchItemFailures").isEmpty(),
                answer.toString());
    }

    /// @throws IllegalStateException if it did not go as it should
    static void check(boolean succeeded, String otherwise) {
        if (!succeeded) throw new IllegalStateException("a warm-up failed: " + otherwise);
    }
}
