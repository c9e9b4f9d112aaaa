package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.Bank.deposit;
import static dev.millrace.eventsourcing.Bank.trace;
import static dev.millrace.eventsourcing.Snapshot.INTERVAL;
import static dev.millrace.eventsourcing.Snapshot.REMEMBERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.testkit.Account;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What saves the next command a read: snapshots, and commits learned from the stream.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EntitiesMemoryTest {
    private static final int LENGTH = 10 * INTERVAL;

    private final Bank bank = new Bank();

    @Nested
    class Snapshots {

        @Test
        void are_written_at_the_interval_of_the_type_and_at_no_other_commit() {
            for (var version = 1; version <= 2 * INTERVAL + 1; version++) {
                bank.grow(version);

                var snapshot = bank.journal.load("a").snapshot();

                assertThat(snapshot == null ? 0 : snapshot.version())
                        .isEqualTo(version - version % INTERVAL);
            }
        }

        @Test
        void are_equal_to_the_fold_of_the_commits() {
            bank.grow(LENGTH);

            assertThat(bank.journal.load("a").snapshot()).isEqualTo(bank.a());
            assertThat(bank.a().commandIds())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(LENGTH - REMEMBERED + 1, LENGTH)
                                    .mapToObj(n -> "grow-" + n)
                                    .toList());
        }

        @Test
        void are_written_after_a_lost_race_too() {
            bank.grow(INTERVAL - 2);
            var accounts = bank.instance();
            bank.faults.meanwhile(2, () -> bank.grow(INTERVAL - 1));

            accounts.send("a", deposit(1), trace("last"));

            assertThat(bank.journal.load("a").snapshot()).isEqualTo(bank.a());
        }
    }

    @Nested
    class WhenACommitIsLearned {
        private final Entities<Account, Account.Command, Account.Event, Account.Rejection>
                accounts = bank.instance();

        @Test
        void the_first_commit_saves_the_read() {
            bank.grow(1);

            learn(1);

            assertThat(callsOfNextCommand()).containsExactly("append a 2");
        }

        @Test
        void the_next_commits_are_applied() {
            bank.grow(3);

            learn(1);
            learn(2);
            learn(3);

            assertThat(callsOfNextCommand()).containsExactly("append a 4");
            assertThat(bank.a().state()).isEqualTo(Bank.opened(3));
        }

        @Test
        void a_commit_after_a_gap_is_not_applied() {
            bank.grow(3);

            learn(1);
            learn(3);

            assertThat(callsOfNextCommand())
                    .containsExactly("append a 2", "append a 3", "load a", "append a 4");
        }

        @Test
        void a_later_commit_of_an_unknown_entity_is_not_applied() {
            bank.grow(3);

            learn(3);

            assertThat(callsOfNextCommand()).containsExactly("load a", "append a 4");
        }

        @Test
        void an_old_commit_does_not_reset_the_cached_state() {
            bank.grow(3);
            learn(1);
            learn(2);
            learn(3);

            learn(1);
            learn(2);

            assertThat(callsOfNextCommand()).containsExactly("append a 4");
        }

        @Test
        void its_command_counts_as_applied() {
            bank.grow(2);
            learn(1);
            learn(2);

            accounts.send("a", deposit(1), trace("grow-2"));

            assertThat(bank.faults.calls()).isEmpty();
        }

        private void learn(int seq) {
            accounts.learn(bank.journal.read("a", seq - 1).getFirst());
        }

        private List<String> callsOfNextCommand() {
            accounts.send("a", deposit(1), trace("next"));
            return bank.faults.calls();
        }
    }

    @Nested
    class Cached {
        private final SnapshotCache<String> cache = new SnapshotCache<>();

        @Test
        void the_cache_is_bounded_and_evicts_the_least_recently_used_state() {
            for (var n = 1; n <= 1_000; n++) cache.put("id-" + n, at(1));
            cache.get("id-1");

            cache.put("one-too-many", at(1));

            assertThat(cache.get("id-1")).isNotNull();
            assertThat(cache.get("id-2")).isNull();
            assertThat(cache.get("id-3")).isNotNull();
        }

        @Test
        void an_older_state_does_not_replace_a_newer_one() {
            cache.put("a", at(2));
            cache.put("a", at(1));

            assertThat(cache.get("a")).isEqualTo(at(2));
        }

        private static Snapshot<String> at(long version) {
            return new Snapshot<>(version, "at " + version, List.of());
        }
    }
}
