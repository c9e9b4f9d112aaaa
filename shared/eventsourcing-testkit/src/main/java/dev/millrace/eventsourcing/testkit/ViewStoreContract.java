package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewStore.Row;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ViewStore] keeps to, whatever its rows are. The tests of an adapter extend it.
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class ViewStoreContract<V> {

    /// The store: empty when a test begins, the same at every call within a test.
    protected abstract ViewStore<V> store();

    /// A row of an entity as it may look at a version: another one for every version. Between them
    /// they should have every value that a row may have, and lack every one that it may lack.
    protected abstract V value(String entityId, long version);

    @Test
    void an_unknown_entity_has_no_row() {
        assertThat(store().load("nobody")).isNull();
    }

    @Test
    void a_row_is_loaded_as_it_was_saved() {
        for (var version = 1; version <= 8; version++) {
            var row = row("a", version);

            assertThat(store().save("a", row, version - 1)).isTrue();

            assertThat(store().load("a")).isEqualTo(row);
        }
    }

    @Test
    void a_row_may_take_many_commits_at_once() {
        store().save("a", row("a", 2), 0);

        assertThat(store().save("a", row("a", 7), 2)).isTrue();
        assertThat(store().load("a")).isEqualTo(row("a", 7));
    }

    @Test
    void a_row_is_not_begun_twice() {
        store().save("a", row("a", 1), 0);

        assertThat(store().save("a", row("a", 3), 0)).isFalse();
        assertThat(store().load("a")).isEqualTo(row("a", 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 6})
    void a_row_is_saved_onto_no_other_version_than_its_own(long other) {
        store().save("a", row("a", 5), 0);

        assertThat(store().save("a", row("a", 9), other)).isFalse();
        assertThat(store().load("a")).isEqualTo(row("a", 5));
    }

    @Test
    void a_row_that_is_not_there_is_not_saved_onto() {
        assertThat(store().save("a", row("a", 3), 2)).isFalse();
        assertThat(store().load("a")).isNull();
    }

    @Test
    void only_one_of_many_writers_saves_onto_a_version() throws Exception {
        store().save("a", row("a", 1), 0);
        var writers =
                LongStream.range(2, 10)
                        .<Callable<Boolean>>mapToObj(
                                version -> () -> store().save("a", row("a", version), 1))
                        .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var saved = threads.invokeAll(writers).stream().map(Future::resultNow).toList();

            assertThat(saved).containsOnlyOnce(true);
            assertThat(store().load("a")).isEqualTo(row("a", saved.indexOf(true) + 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a/1/0", " ", "ü 日本 🎟", "\"{}\\", "a\nb", "%23", "a:b|c,d=e&f"})
    void an_id_may_have_any_character(String id) {
        store().save(id, row(id, 1), 0);

        assertThat(store().load(id)).isEqualTo(row(id, 1));
    }

    @Test
    void entities_whose_ids_look_alike_never_meet() {
        var ids = List.of("a", "A", "a ", "a#", "a#1", "aa", "a/1");
        for (var id : ids) assertThat(store().save(id, row(id, 1), 0)).isTrue();

        for (var id : ids) assertThat(store().load(id)).isEqualTo(row(id, 1));
    }

    private Row<V> row(String entityId, long version) {
        return new Row<>(value(entityId, version), version);
    }
}
