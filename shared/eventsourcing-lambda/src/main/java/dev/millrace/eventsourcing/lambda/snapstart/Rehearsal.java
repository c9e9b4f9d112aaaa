package dev.millrace.eventsourcing.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.eventsourcing.lambda.Clients;

/// A function's part, played for nobody, on a [MadeUpAws].
public interface Rehearsal {
    /// Does what the function's first events will ask of it.
    ///
    /// @param id of a booking, a concert or whatever it is about: another each time
    /// @throws IllegalStateException where that did not succeed, so that the log tells of it
    void play(String id);

    /// @throws IllegalStateException where a call was not answered as usual
    static void check(APIGatewayV2HTTPResponse answer) {
        check(answer.getStatusCode() < 300, answer.getBody());
    }

    /// @throws IllegalStateException where part of a batch failed
    static void check(StreamsEventResponse answer) {
        check(answer.getBatchItemFailures().isEmpty(), answer.toString());
    }

    /// @throws IllegalStateException where it did not go as it should
    static void check(boolean succeeded, String otherwise) {
        if (!succeeded) throw new IllegalStateException("a rehearsal failed: " + otherwise);
    }

    /// Reads once from the real AWS something that is not there: finds the host, the credentials
    /// and the way to both.
    ///
    /// @param aws the real one
    void read(Clients aws);
}
