package dev.millrace.eventsourcing;

import java.util.Set;
import java.util.function.Function;

/// Defines which rows of a view an entity owns, and how its commits change them. All of it is pure.
///
/// Each row is owned by one entity, which its key names: no two entities write the same row.
public sealed interface Rows<V, E> {

    /// The names of the rows that a commit changes.
    Set<String> names(Commit<E> commit);

    /// The projection for the row of a name.
    Projection<V, E> projection(String name);

    /// The key of a row in the view's table.
    String key(String entityId, String name);

    /// One row per entity. Its key is the entity's id.
    record OnePerEntity<V, E>(Projection<V, E> projection) implements Rows<V, E> {
        private static final String NAME = "";

        @Override
        public Set<String> names(Commit<E> commit) {
            return Set.of(NAME);
        }

        @Override
        public Projection<V, E> projection(String name) {
            return projection;
        }

        @Override
        public String key(String entityId, String name) {
            return entityId;
        }
    }

    /// Any number of named rows per entity. The key of a row is `<entity id>/<name>`. If other
    /// commits of the entity lie between two commits of a row, they are read from the journal: use
    /// this for entities with a bounded history.
    ///
    /// @param changed the names of the rows that a commit changes: not empty, without `/`
    /// @param projections the projection for the row of a name
    record Named<V, E>(
            Function<Commit<E>, Set<String>> changed,
            Function<String, Projection<V, E>> projections)
            implements Rows<V, E> {
        @Override
        public Set<String> names(Commit<E> commit) {
            return changed.apply(commit);
        }

        @Override
        public Projection<V, E> projection(String name) {
            return projections.apply(name);
        }

        /// @throws IllegalArgumentException if two entities could own the row of that name: the
        ///   name is empty, or has a `/`
        @Override
        public String key(String entityId, String name) {
            if (name.isEmpty() || name.contains("/")) {
                throw new IllegalArgumentException(
                        "\"%s\" is no name of a row: a name is not empty and has no \"/\""
                                .formatted(name));
            }
            return entityId + "/" + name;
        }
    }
}
