package dev.millrace.eventsourcing.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// What a function's first events will ask of it, done on a [FakeAws].
@FunctionalInterface
public interface WarmUp {
    /// @param id of the entity that it is about: a different one each time
    /// @throws IllegalStateException if it did not succeed, so that the log says so
    void play(String id) throws IOException;

    /// @throws IllegalStateException if a call was not answered as usual
    static void check(JsonNode answer) {
        check(answer.path("statusCode").intValue() < 300, answer.toString());
    }

    /// @throws IllegalStateException if part of a batch failed
    static void check(StreamsEventResponse answer) {
        check(answer.getBatchItemFailures().isEmpty(), answer.toString());
    }

    /// @throws IllegalStateException if it did not go as it should
    static void check(boolean succeeded, String otherwise) {
        if (!succeeded) throw new IllegalStateException("a warm-up failed: " + otherwise);
    }
}
