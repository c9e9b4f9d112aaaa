package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A when/then test of a view: when an entity commits events, then it has this row, or none.
///
/// ```java
/// ViewScenario.of(ParcelRow.VIEW, "p1")
///         .when(registered).thenRow(new ParcelRow("p1", "ada", REGISTERED))
///         .when(returned).thenNoRow();
/// ```
///
/// Each `when` is one commit, one second after the previous one (see [Commits#commit]).
public final class ViewScenario<V, E> {
    private final ViewType<V, E> type;
    private final String entityId;
    private final InMemoryJournal<?, E> journal;
    private final InMemoryViewStore<V> rows = new InMemoryViewStore<>();
    private long seq;

    private ViewScenario(ViewType<V, E> type, String entityId, InMemoryJournal<?, E> journal) {
        this.type = type;
        this.entityId = entityId;
        this.journal = journal;
    }

    public static <V, E> ViewScenario<V, E> of(ViewType<V, E> type, String entityId) {
        return new ViewScenario<>(type, entityId, new InMemoryJournal<>(type.of()));
    }

    @SafeVarargs
    public final ViewScenario<V, E> when(E... events) {
        Commit<E> commit = Commits.commit(entityId, ++seq, events);
        journal.append(commit, null);
        new View<>(type.rows(), rows, journal).handle(entityId, List.of(commit));
        return this;
    }

    /// Asserts the value of the entity's only row.
    public ViewScenario<V, E> thenRow(V expected) {
        return thenRow("", expected);
    }

    /// Asserts the value of one of the entity's rows.
    public ViewScenario<V, E> thenRow(String name, V expected) {
        assertThat(row(name)).as("row %s after %s commits", name, seq).isEqualTo(expected);
        return this;
    }

    /// Asserts that the entity has no row.
    public ViewScenario<V, E> thenNoRow() {
        return thenNoRow("");
    }

    /// Asserts that the entity has no row of this name.
    public ViewScenario<V, E> thenNoRow(String name) {
        assertThat(row(name)).as("row %s after %s commits", name, seq).isNull();
        return this;
    }

    private @Nullable V row(String name) {
        var kept = rows.load(type.rows().key(entityId, name));
        return kept instanceof Row<V> row ? row.value() : null;
    }
}
