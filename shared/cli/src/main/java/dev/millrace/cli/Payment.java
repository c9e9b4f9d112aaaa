package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/// A payment of a trace, and what was done with it.
///
/// @param standing `KEPT`, `BROUGHT`, `APPLIED` or `REFUNDED`
record Payment(String id, String standing) {
    /// What the trace names by a payment's id: the bus's message.
    static final String RECEIVED = "PaymentReceived/";

    /// Those that stand like this.
    static List<Payment> standing(String standing, JsonNode trace) {
        return process(trace)
                .flatMap(process -> process.path("payments").valueStream())
                .map(one -> new Payment(one.path("id").asText(), one.path("standing").asText()))
                .filter(one -> one.standing().equals(standing))
                .toList();
    }

    /// The ids of what the bus brought and the process could not take yet.
    static List<String> waiting(JsonNode trace) {
        return process(trace)
                .flatMap(process -> process.path("waiting").valueStream())
                .map(one -> one.path("id").asText())
                .toList();
    }

    String message() {
        return RECEIVED + id;
    }

    /// Whether money of it is still to be asked back.
    boolean isRefundOwed(JsonNode trace) {
        return process(trace)
                .flatMap(process -> process.path("owed").valueStream())
                .anyMatch(owed -> owed.path("effect").asText().equals("RefundRequested of " + id));
    }

    private static Stream<JsonNode> process(JsonNode trace) {
        return trace.path("processes")
                .valueStream()
                .filter(process -> process.path("process").asText().equals("payment"));
    }
}
