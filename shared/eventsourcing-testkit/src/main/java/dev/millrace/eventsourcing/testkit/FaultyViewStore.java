package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.ViewStore;
import org.jspecify.annotations.Nullable;

/// A view store whose calls are heard, and disturbed, by [Faults]: `load row <id>`, `save row <id>
/// <version>`, `replace row <id> <version>`.
public record FaultyViewStore<V>(ViewStore<V> store, Faults faults) implements ViewStore<V> {

    @Override
    public @Nullable Row<V> load(String entityId) {
        return faults.<@Nullable Row<V>>call("load row " + entityId, () -> store.load(entityId));
    }

    @Override
    public boolean save(String entityId, Row<V> row, @Nullable Row<V> onto) {
        return faults.call(
                "save row %s %d".formatted(entityId, row.version()),
                () -> store.save(entityId, row, onto));
    }

    @Override
    public Replaced replace(String entityId, Row<V> row) {
        return faults.call(
                "replace row %s %d".formatted(entityId, row.version()),
                () -> store.replace(entityId, row));
    }
}
