package dev.millrace.eventsourcing;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a view is made of.
///
/// @param name persisted where a row is parked: a renamed view is a new view
/// @param of the entities it shows
/// @param row the class of its rows
/// @param rows which rows an entity has, and how its commits change them
/// @param indexed the text attributes by which the table's indexes find a row; an attribute that is
///   left out keeps the row out of its index
/// @param waiting absent if no row ever waits for a process
public record ViewType<V, E>(
        String name,
        EntityType<?, ?, E, ?> of,
        Class<V> row,
        Rows<V, E> rows,
        Function<V, Map<String, String>> indexed,
        @Nullable Waiting<V> waiting) {
    /// Tells the rows that wait for what a process does to their entity.
    ///
    /// @param since when the wait began; absent for a row that does not wait
    public record Waiting<V>(String process, Function<V, @Nullable Instant> since) {}
}
