package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.ViewStore;
import org.jspecify.annotations.Nullable;

/// A view store whose calls go through [PortCalls]: `load row <key>`, `save row <key> <version>`,
/// `replace row <key> <version>`.
public record FaultyViewStore<V>(ViewStore<V> store, PortCalls calls) implements ViewStore<V> {

    @Override
    public @Nullable Kept<V> load(String key) {
        return calls.<@Nullable Kept<V>>call("load row " + key, () -> store.load(key));
    }

    @Override
    public boolean save(String key, Kept<V> next, @Nullable Kept<V> onto) {
        return calls.call(
                "save row %s %s".formatted(key, next.version()), () -> store.save(key, next, onto));
    }

    @Override
    public Replaced replace(String key, Kept<V> by) {
        return calls.call(
                "replace row %s %s".formatted(key, by.version()), () -> store.replace(key, by));
    }
}
