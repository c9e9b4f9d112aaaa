package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewStore.Deleted;
import dev.millrace.eventsourcing.ViewStore.Kept;
import dev.millrace.eventsourcing.ViewStore.Replaced;
import dev.millrace.eventsourcing.ViewStore.Row;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that every [ViewStore] must pass, for any type of row. Adapters extend them.
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class ViewStoreContract<V> {

    /// The store. It is empty when a test begins, and the same at every call within a test.
    protected abstract ViewStore<V> store();

    /// The row of an entity at a version, different for every version. Together the rows should
    /// have every value that a row may have, and lack each optional field at least once.
    protected abstract V value(String entityId, long version);

    @Test
    void an_unknown_entity_has_no_row() {
        assertThat(store().load("nobody")).isNull();
    }

    @Test
    void a_row_is_loaded_as_it_was_saved() {
        @Nullable Kept<V> before = null;
        for (var version = 1; version <= 8; version++) {
            var row = row("a", version);

            assertThat(store().save("a", row, before)).isTrue();

            assertThat(store().load("a")).isEqualTo(row);
            before = row;
        }
    }

    @Test
    void one_save_may_contain_many_commits() {
        store().save("a", row("a", 2), null);

        assertThat(store().save("a", row("a", 7), row("a", 2))).isTrue();
        assertThat(store().load("a")).isEqualTo(row("a", 7));
    }

    @Test
    void a_row_is_not_created_twice() {
        store().save("a", row("a", 1), null);

        assertThat(store().save("a", row("a", 3), null)).isFalse();
        assertThat(store().load("a")).isEqualTo(row("a", 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 6})
    void a_row_is_not_saved_onto_another_version(long other) {
        store().save("a", row("a", 5), null);

        assertThat(store().save("a", row("a", 9), row("a", other))).isFalse();
        assertThat(store().load("a")).isEqualTo(row("a", 5));
    }

    @Test
    void a_row_is_not_saved_onto_another_row_of_the_same_version() {
        store().save("a", row("a", 5), null);
        var wrong = new Row<>(value("a", 6), 5);

        assertThat(store().save("a", row("a", 9), wrong)).isFalse();
        assertThat(store().load("a")).isEqualTo(row("a", 5));
    }

    @Test
    void a_missing_row_is_not_saved_onto() {
        assertThat(store().save("a", row("a", 3), row("a", 2))).isFalse();
        assertThat(store().load("a")).isNull();
    }

    @Test
    void a_row_replaces_a_missing_one() {
        assertThat(store().replace("a", row("a", 3))).isEqualTo(Replaced.WRITTEN);
        assertThat(store().load("a")).isEqualTo(row("a", 3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 5})
    void a_row_replaces_another_that_is_not_newer(long version) {
        store().save("a", new Row<>(value("a", 6), version), null);

        assertThat(store().replace("a", row("a", 5))).isEqualTo(Replaced.WRITTEN);
        assertThat(store().load("a")).isEqualTo(row("a", 5));
    }

    @Test
    void a_row_does_not_replace_a_newer_one() {
        store().save("a", row("a", 10), null);

        assertThat(store().replace("a", row("a", 9))).isEqualTo(Replaced.NEWER);
        assertThat(store().load("a")).isEqualTo(row("a", 10));
    }

    @Test
    void a_row_that_is_already_stored_is_not_written() {
        for (var version = 1; version <= 8; version++) {
            store().replace("a", row("a", version));

            assertThat(store().replace("a", row("a", version))).isEqualTo(Replaced.SAME);
            assertThat(store().load("a")).isEqualTo(row("a", version));
        }
    }

    @Test
    void a_row_is_not_saved_onto_a_row_that_was_replaced() {
        var wrong = new Row<>(value("a", 6), 5);
        store().save("a", wrong, null);
        store().replace("a", row("a", 5));

        assertThat(store().save("a", row("a", 7), wrong)).isFalse();
        assertThat(store().save("a", row("a", 7), row("a", 5))).isTrue();
    }

    @Test
    void a_deleted_row_keeps_its_version() {
        store().save("a", row("a", 1), null);

        assertThat(store().save("a", new Deleted<>(2), row("a", 1))).isTrue();
        assertThat(store().load("a")).isEqualTo(new Deleted<>(2));
    }

    @Test
    void a_row_of_a_late_commit_does_not_bring_a_deleted_row_back() {
        store().save("a", new Deleted<>(5), null);

        assertThat(store().save("a", row("a", 1), null)).isFalse();
        assertThat(store().save("a", row("a", 5), row("a", 4))).isFalse();
        assertThat(store().save("a", row("a", 5), new Deleted<>(4))).isFalse();
        assertThat(store().replace("a", row("a", 4))).isEqualTo(Replaced.NEWER);
        assertThat(store().load("a")).isEqualTo(new Deleted<>(5));
    }

    @Test
    void a_deleted_row_may_be_created_again() {
        store().save("a", new Deleted<>(5), null);

        assertThat(store().save("a", row("a", 6), new Deleted<>(5))).isTrue();
        assertThat(store().load("a")).isEqualTo(row("a", 6));
    }

    @Test
    void a_row_differs_from_a_deleted_row_of_the_same_version() {
        store().save("a", row("a", 5), null);

        assertThat(store().save("a", row("a", 6), new Deleted<>(5))).isFalse();
        assertThat(store().replace("a", new Deleted<>(5))).isEqualTo(Replaced.WRITTEN);
        assertThat(store().replace("a", new Deleted<>(5))).isEqualTo(Replaced.SAME);
        assertThat(store().save("a", row("a", 6), row("a", 5))).isFalse();
    }

    @Test
    void only_one_of_many_writers_saves_onto_a_version() throws Exception {
        store().save("a", row("a", 1), null);
        var writers =
                LongStream.range(2, 10)
                        .<Callable<Boolean>>mapToObj(
                                version -> () -> store().save("a", row("a", version), row("a", 1)))
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
        store().save(id, row(id, 1), null);

        assertThat(store().load(id)).isEqualTo(row(id, 1));
    }

    @Test
    void entities_with_similar_ids_have_separate_rows() {
        var ids = List.of("a", "A", "a ", "a#", "a#1", "aa", "a/1");
        for (var id : ids) assertThat(store().save(id, row(id, 1), null)).isTrue();

        for (var id : ids) assertThat(store().load(id)).isEqualTo(row(id, 1));
    }

    private Row<V> row(String entityId, long version) {
        return new Row<>(value(entityId, version), version);
    }
}
