package dev.millrace.eventsourcing;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Declares a view.
///
/// @param name persisted with a parked entity: a renamed view is a new view
/// @param of the type of the entities that it shows
/// @param row the class of its rows
/// @param rows which rows an entity has, and how its commits change them
/// @param indexed the text attributes by which the table's indexes find a row; if an attribute is
///   left out, the row is not in its index
/// @param waiting null if no row ever waits for a process
public record ViewType<V, E>(
        String name,
        EntityType<?, ?, E, ?> of,
        Class<V> row,
        Rows<V, E> rows,
        Function<V, Map<String, String>> indexed,
        @Nullable Waiting<V> waiting) {
    /// Finds the rows that wait until a process acts on their entity.
    ///
    /// @param since when the wait began; null for a row that does not wait
    public record Waiting<V>(String process, Function<V, @Nullable Instant> since) {}
}
