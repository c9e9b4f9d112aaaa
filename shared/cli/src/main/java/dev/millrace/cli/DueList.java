package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The due instances, the most overdue first, as the function `ProcessOperations` answers them.
///
/// @param more whether more instances are due than are listed
/// @param unreadable rows that cannot be read, and why
record DueList(List<Due> due, boolean more, Instant now, List<String> unreadable) {
    /// @param entity the entity that the instance belongs to; null if there is none
    record Due(String process, String instance, Instant since, @Nullable EntityName entity) {
        private static Due of(JsonNode json) {
            var entity = new EntityName(json.path("type").asText(), json.path("entity").asText());
            return new Due(
                    json.path("process").asText(),
                    json.path("instance").asText(),
                    Instant.parse(json.path("since").asText()),
                    json.has("entity") ? entity : null);
        }
    }

    /// @throws UserMistake if the JSON is not such a list
    static DueList of(JsonNode answer) {
        try {
            return new DueList(
                    answer.path("due").valueStream().map(Due::of).toList(),
                    answer.path("more").asBoolean(),
                    Instant.parse(answer.path("now").asText()),
                    answer.path("unreadable").valueStream().map(JsonNode::asText).toList());
        } catch (DateTimeException unknown) {
            throw OperationsClient.otherVersion(answer);
        }
    }
}
