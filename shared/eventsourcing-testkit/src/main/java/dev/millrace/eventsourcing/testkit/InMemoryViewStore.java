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
    public boolean save(String entityId, Row<V> row, @Nullable Row<V> onto) {
        return onto == null
                ? rows.putIfAbsent(entityId, row) == null
                : rows.replace(entityId, onto, row);
    }

    @Override
    public Replaced replace(String entityId, Row<V> row) {
        while (true) {
            var standing = rows.putIfAbsent(entityId, row);
            if (standing == null) return Replaced.WRITTEN;
            if (standing.equals(row)) return Replaced.SAME;
            if (standing.version() > row.version()) return Replaced.NEWER;
            if (rows.replace(entityId, standing, row)) return Replaced.WRITTEN;
        }
    }
}
