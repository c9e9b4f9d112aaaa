package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.ViewStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The rows of a view in memory. Thread-safe.
public final class InMemoryViewStore<V> implements ViewStore<V> {
    private final Map<String, Kept<V>> rows = new ConcurrentHashMap<>();

    @Override
    public @Nullable Kept<V> load(String key) {
        return rows.get(key);
    }

    @Override
    public boolean save(String key, Kept<V> next, @Nullable Kept<V> onto) {
        return onto == null ? rows.putIfAbsent(key, next) == null : rows.replace(key, onto, next);
    }

    @Override
    public Replaced replace(String key, Kept<V> by) {
        while (true) {
            var standing = rows.putIfAbsent(key, by);
            if (standing == null) return Replaced.WRITTEN;
            if (standing.equals(by)) return Replaced.SAME;
            if (standing.version() > by.version()) return Replaced.NEWER;
            if (rows.replace(key, standing, by)) return Replaced.WRITTEN;
        }
    }
}
