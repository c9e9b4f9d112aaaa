package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the entities of a client: a query of the service's own.
@FunctionalInterface
public interface EntitiesOfClient {
    /// Of a service whose entities belong to no client.
    EntitiesOfClient NONE =
            (_, _) -> {
                throw new Mistake(
                        "this service finds no entities by their client: name each by its type and id");
            };

    /// Some of them.
    ///
    /// @param next what the next call is given as `after`; absent after the last
    record Page(List<EntityRef> entities, @Nullable String next) {}

    /// @param after where the page before ended; absent for the first
    /// @throws IllegalArgumentException if no page ended there
    Page page(String client, @Nullable String after);
}
