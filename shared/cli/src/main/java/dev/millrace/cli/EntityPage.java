package dev.millrace.cli;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of entities, as the function `ProcessOperations` answers it.
///
/// @param next where the next page begins; null after the last
record EntityPage(List<EntityName> entities, @Nullable String next) {
    static EntityPage of(JsonNode answer) {
        return new EntityPage(
                answer.path("entities").valueStream().map(EntityPage::entity).toList(),
                OperationsClient.nextOf(answer));
    }

    private static EntityName entity(JsonNode json) {
        return new EntityName(json.path("type").asText(), json.path("entity").asText());
    }

    /// The console's address of the client's next page.
    String nextOf(String client) {
        return "/client?id=%s&after=%s"
                .formatted(encode(client, UTF_8), encode(String.valueOf(next), UTF_8));
    }
}
