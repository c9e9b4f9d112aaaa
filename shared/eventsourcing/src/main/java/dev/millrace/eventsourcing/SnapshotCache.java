package dev.millrace.eventsourcing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bounded cache of the latest entity states that a warm function saw. An older version never
/// replaces a newer one. Safe for many threads.
final class SnapshotCache<S> {
    private static final int MOST = 1_000;

    private final Map<String, Snapshot<S>> byId =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Snapshot<S>> eldest) {
                    return size() > MOST;
                }
            };

    synchronized @Nullable Snapshot<S> get(String entityId) {
        return byId.get(entityId);
    }

    synchronized void remove(String entityId) {
        byId.remove(entityId);
    }

    synchronized void put(String entityId, Snapshot<S> snapshot) {
        byId.merge(entityId, snapshot, (old, next) -> next.version() >= old.version() ? next : old);
    }
}
