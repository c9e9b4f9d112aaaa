package dev.millrace.eventsourcing.lambda.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.aws.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// Plays the first events of a function on a [FakeAws].
@FunctionalInterface
public interface WarmUp {
    /// @param id the id of the entity, different each time
    /// @throws IllegalStateException if it failed, so that the log reports it
    void play(String id) throws IOException;

    /// Passes an event to a function as Lambda does.
    ///
    /// @throws IllegalStateException if the status is 300 or more, or part of a batch failed
    static void handle(RequestStreamHandler function, InputStream event) throws IOException {
        var written = new ByteArrayOutputStream();
        function.handleRequest(event, written, null);
        if (written.size() == 0) return;
        var answer = Json.read(written.toString(UTF_8));
        check(
                answer.path("statusCode").intValue() < 300
                        && answer.path("batchItemFailures").isEmpty(),
                answer.toString());
    }

    /// @throws IllegalStateException if it did not succeed
    static void check(boolean succeeded, String otherwise) {
        if (!succeeded) throw new IllegalStateException("a warm-up failed: " + otherwise);
    }
}
