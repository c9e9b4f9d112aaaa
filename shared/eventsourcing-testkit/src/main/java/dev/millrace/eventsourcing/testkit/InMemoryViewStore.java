package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.ViewStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Rows in memory. Safe for many threads.
public final class InMemoryViewStore<V> implements ViewStore<V> {
    private final Map<String, Row<V>> rows = new ConcurrentHashMap<>();

    @Override
    public @Nullable Row<V> load(String entityId) {
        return rows.get(entityId);
    }

    @Override
    public boolean save(String entityId, Row<V> row, long onto) {
        if (onto == 0) return rows.putIfAbsent(entityId, row) == null;
        var standing = rows.get(entityId);
        return standing != null
                && standing.version() == onto
                && rows.replace(entityId, standing, row);
    }
}
