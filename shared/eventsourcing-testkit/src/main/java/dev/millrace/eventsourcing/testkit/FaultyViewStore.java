package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.ViewStore;
import org.jspecify.annotations.Nullable;

/// A view store whose calls are heard, and disturbed, by [PortCalls]: `load row <id>`, `save row
/// <id> <version>`, `replace row <id> <version>`.
public record FaultyViewStore<V>(ViewStore<V> store, PortCalls calls) implements ViewStore<V> {

    @Override
    public @Nullable Row<V> load(String entityId) {
        return calls.<@Nullable Row<V>>call("load row " + entityId, () -> store.load(entityId));
    }

    @Override
    public boolean save(String entityId, Row<V> row, @Nullable Row<V> onto) {
        return calls.call(
                "save row %s %d".formatted(entityId, row.version()),
                () -> store.save(entityId, row, onto));
    }

    @Override
    public Replaced replace(String entityId, Row<V> row) {
        return calls.call(
                "replace row %s %d".formatted(entityId, row.version()),
                () -> store.replace(entityId, row));
    }
}
