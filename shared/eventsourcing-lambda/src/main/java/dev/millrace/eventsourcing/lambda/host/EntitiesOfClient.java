package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the entities of a client, with a query that the service defines.
@FunctionalInterface
public interface EntitiesOfClient {
    /// For a service whose entities belong to no client.
    EntitiesOfClient NONE =
            (_, _) -> {
                throw new Mistake(
                        "this service finds no entities by client: name each by its type and id");
            };

    /// One page of entities.
    ///
    /// @param next the `after` of the next call; null after the last page
    record Page(List<EntityRef> entities, @Nullable String next) {}

    /// @param after the `next` of the previous page; null for the first page
    /// @throws IllegalArgumentException if `after` is not the `next` of a page
    Page page(String client, @Nullable String after);
}
