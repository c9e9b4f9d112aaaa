package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Journal.Appended.Conflict;
import dev.millrace.eventsourcing.Journal.Appended.Written;
import dev.millrace.eventsourcing.Journal.History;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Account.Event.PaidOut;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tests that every [Journal] must pass, snapshots included. The tests of an adapter extend
/// this class and provide [a journal][#journal(EntityType)].
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class JournalContract extends SnapshotContract {

    @Test
    void an_unknown_entity_has_no_history() {
        assertThat(journal().load("nobody")).isEqualTo(new History<>(null, List.of()));
        assertThat(journal().read("nobody", 0)).isEmpty();
    }

    @Test
    void an_appended_commit_is_read_with_all_its_fields() {
        var opened =
                new Commit<Account.Event>(
                        "a",
                        1,
                        List.of(new AccountOpened("Ada")),
                        Instant.parse("2026-03-01T23:59:59.987654321Z"),
                        "command",
                        "http OpenAccount",
                        "correlation",
                        "causation");
        var deposited =
                new Commit<Account.Event>(
                        "a",
                        2,
                        List.of(deposit("1.50")),
                        Instant.parse("2026-03-02T00:00:00Z"),
                        "another",
                        "payroll Deposit",
                        "another correlation",
                        null);

        write(opened);
        write(deposited);

        assertThat(journal().read("a", 0)).containsExactly(opened, deposited);
        assertThat(journal().load("a")).isEqualTo(new History<>(null, List.of(opened, deposited)));
    }

    @Test
    void the_events_of_one_commit_keep_their_order() {
        write(commit("a", 1, opened(), deposit("1"), deposit("2")));
        Commit<Account.Event> closed =
                commit("a", 2, new PaidOut(new BigDecimal("3")), new AccountClosed());

        write(closed);

        assertThat(journal().read("a", 1)).containsExactly(closed);
    }

    @Test
    void amounts_keep_every_digit_and_texts_every_character() {
        Commit<Account.Event> commit =
                commit(
                        "a",
                        1,
                        new AccountOpened(""),
                        deposit("5.00"),
                        deposit("12345678901234567890.123456789"),
                        new Deposited(BigDecimal.ONE, "\"quoted\" \\ \t\n\u0001 ü 日本 🎟"),
                        new Deposited(BigDecimal.TEN, null));

        write(commit);

        assertThat(journal().read("a", 0)).containsExactly(commit);
    }

    @Test
    void appending_under_a_taken_number_returns_the_whole_existing_commit() {
        var standing = commit("a", 1, opened(), deposit("1.50"));
        write(standing);

        assertThat(journal().append(commit("a", 1, new AccountOpened("Eve")), null))
                .isEqualTo(new Conflict<Account.Event>(standing));
        assertThat(journal().read("a", 0)).containsExactly(standing);
    }

    @Test
    void a_commit_appended_twice_conflicts_with_itself() {
        var commit = commit("a", 1, opened());
        write(commit);

        assertThat(journal().append(commit, null)).isEqualTo(new Conflict<>(commit));
    }

    @Test
    void only_one_of_many_writers_takes_a_number() throws Exception {
        write(commit("a", 1, opened()));
        var writers =
                IntStream.range(0, 8)
                        .<Callable<Journal.Appended<Account.Event>>>mapToObj(
                                n -> () -> journal().append(by("writer-" + n), null))
                        .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(writers).stream().map(Future::resultNow).toList();

            var written = journal().read("a", 1);
            assertThat(written).hasSize(1);
            assertThat(answers.stream().filter(Written.class::isInstance)).hasSize(1);
            assertThat(answers.stream().filter(Conflict.class::isInstance))
                    .hasSize(7)
                    .allMatch(new Conflict<>(written.getFirst())::equals);
        }
    }

    @Test
    void a_commit_is_found_by_its_command_back_to_a_time() {
        for (var seq = 1; seq <= 250; seq++) {
            write(commit("a", seq, seq == 1 ? opened() : deposit("1")));
        }
        write(commit("b", 1, opened()));
        var all = journal().read("a", 0);

        for (var commit : List.of(all.getFirst(), all.get(100), all.getLast())) {
            var id = commit.commandId();
            assertThat(journal().find("a", id, commit.at())).isEqualTo(commit);
            assertThat(journal().find("a", id, Instant.EPOCH)).isEqualTo(commit);
            assertThat(journal().find("a", id, all.getLast().at().plusNanos(1))).isNull();
        }
        assertThat(journal().find("a", "unknown", Instant.EPOCH)).isNull();
        assertThat(journal().find("unknown", "c", Instant.EPOCH)).isNull();
    }

    @Test
    void reading_begins_after_a_number_and_goes_to_the_end() {
        var commits =
                IntStream.rangeClosed(1, 250)
                        .mapToObj(seq -> commit("a", seq, seq == 1 ? opened() : deposit("1")))
                        .toList();
        commits.forEach(this::write);

        assertThat(journal().read("a", 0)).isEqualTo(commits);
        assertThat(journal().read("a", 99)).isEqualTo(commits.subList(99, 250));
        assertThat(journal().read("a", 249)).isEqualTo(commits.subList(249, 250));
        assertThat(journal().read("a", 250)).isEmpty();
        assertThat(journal().read("a", 300)).isEmpty();
        assertThat(journal().read("a", 99, 1)).isEqualTo(commits.subList(99, 100));
        assertThat(journal().read("a", 100, 120)).isEqualTo(commits.subList(100, 220));
        assertThat(journal().read("a", 240, 100)).isEqualTo(commits.subList(240, 250));
    }

    @Test
    void commits_of_megabytes_are_read_and_loaded_whole() {
        var note = "n".repeat(150_000);
        var commits =
                IntStream.rangeClosed(1, 20)
                        .mapToObj(seq ->
                                commit(
                                        "a",
                                        seq,
                                        seq == 1 ? opened() : new Deposited(BigDecimal.ONE, note)))
                        .toList();
        commits.forEach(this::write);

        assertThat(journal().read("a", 0)).isEqualTo(commits);
        assertThat(journal().load("a")).isEqualTo(new History<>(null, commits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a/1/0", " ", "ü 日本 🎟", "\"{}\\", "a\nb", "%23", "a:b|c,d=e&f"})
    void an_id_may_have_any_character(String id) {
        var commit = commit(id, 1, opened());
        write(commit);

        assertThat(journal().read(id, 0)).containsExactly(commit);
        assertThat(journal().load(id)).isEqualTo(new History<>(null, List.of(commit)));
    }

    @Test
    void entities_with_similar_ids_have_separate_commits() {
        var ids = List.of("a", "A", "a ", "a#", "a#1", "aa", "a/1");
        for (var id : ids) write(commit(id, 1, new AccountOpened(id)));

        for (var id : ids)
            assertThat(journal().read(id, 0)).containsExactly(commit(id, 1, new AccountOpened(id)));
    }

    @Test
    void an_erased_commit_keeps_its_number_and_nothing_else() {
        var at = Instant.parse("2026-11-29T12:00:00.5Z");
        write(commit("a", 1, opened()));
        write(commit("a", 2, deposit("1")));
        write(Commit.erased("a", 3, at));

        for (var seq = 2; seq > 0; seq--) journal().overwrite(Commit.erased("a", seq, at));

        assertThat(journal().read("a", 0))
                .containsExactly(
                        Commit.erased("a", 1, at),
                        Commit.erased("a", 2, at),
                        Commit.erased("a", 3, at));
        for (var seq = 1; seq <= 3; seq++) {
            assertThat(journal().append(commit("a", seq, opened()), null))
                    .isEqualTo(new Conflict<Account.Event>(Commit.erased("a", seq, at)));
        }
        assertThat(journal().find("a", "command-2", Instant.EPOCH)).isNull();
    }

    @Test
    void an_entity_whose_last_commit_is_erased_is_loaded_as_erased() {
        var at = Instant.parse("2026-11-29T12:00:00.5Z");
        for (var seq = 1; seq <= 120; seq++) {
            write(commit("a", seq, seq == 1 ? opened() : deposit("1")));
        }
        write(Commit.erased("a", 121, at));

        assertThat(journal().load("a").commits()).containsExactly(Commit.erased("a", 121, at));
        assertThat(journal().load("a").isErased()).isTrue();
        assertThat(journal().read("a", 119, 1)).containsExactly(commit("a", 120, deposit("1")));
    }

    @Test
    void a_missing_commit_is_not_overwritten() {
        write(commit("a", 1, opened()));

        assertThatIllegalStateException()
                .isThrownBy(() -> journal().overwrite(Commit.erased("a", 2, Instant.EPOCH)));

        assertThat(journal().read("a", 0)).hasSize(1);
    }

    private void write(Commit<Account.Event> commit) {
        assertThat(journal().append(commit, null)).isEqualTo(new Written<>());
    }

    private static Commit<Account.Event> by(String writer) {
        return new Commit<>(
                "a",
                2,
                List.of(deposit("1")),
                Commits.BEGINNING,
                writer,
                "test Deposit",
                writer,
                null);
    }

    private static Account.Event opened() {
        return new AccountOpened("Ada");
    }

    private static Account.Event deposit(String amount) {
        return new Deposited(new BigDecimal(amount), null);
    }
}
