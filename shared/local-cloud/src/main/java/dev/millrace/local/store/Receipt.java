package dev.millrace.local.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.store.Queues.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// Identifies one receive of a message. An older receipt of the same message changes nothing.
record Receipt(String id, int receives) {
    private static final Pattern TEXT = Pattern.compile("(.+)/(\\d+)");

    static Receipt of(Message message) {
        return new Receipt(message.id(), message.receives());
    }

    static Receipt of(JsonNode request) {
        var handle = request.path("ReceiptHandle").asText();
        try {
            var text = new String(Base64.getDecoder().decode(handle), StandardCharsets.UTF_8);
            var parts = TEXT.matcher(text);
            if (parts.matches()) {
                return new Receipt(parts.group(1), Integer.parseInt(parts.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    String handle() {
        var text = id + "/" + receives;
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Sqs.Rejected invalid() {
        return new Sqs.Rejected("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
    }
}
