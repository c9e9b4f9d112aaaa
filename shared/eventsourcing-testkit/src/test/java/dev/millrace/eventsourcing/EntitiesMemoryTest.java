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

/// What spares the next command a read: snapshots, and commits learned from elsewhere.
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
        void are_what_the_commits_add_up_to() {
            bank.grow(LENGTH);

            assertThat(bank.journal.load("a").snapshot()).isEqualTo(bank.a());
            assertThat(bank.a().commandIds())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(LENGTH - REMEMBERED + 1, LENGTH)
                                    .mapToObj(n -> "grow-" + n)
                                    .toList());
        }

        @Test
        void are_written_by_who_came_second_too() {
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
        void the_first_one_spares_the_read() {
            bank.grow(1);

            learn(1);

            assertThat(callsOfNextCommand()).containsExactly("append a 2");
        }

        @Test
        void the_next_ones_keep_up() {
            bank.grow(3);

            learn(1);
            learn(2);
            learn(3);

            assertThat(callsOfNextCommand()).containsExactly("append a 4");
            assertThat(bank.a().state()).isEqualTo(Bank.opened(3));
        }

        @Test
        void one_after_a_gap_is_no_use() {
            bank.grow(3);

            learn(1);
            learn(3);

            assertThat(callsOfNextCommand())
                    .containsExactly("append a 2", "append a 3", "load a", "append a 4");
        }

        @Test
        void one_of_an_unknown_entity_is_no_use() {
            bank.grow(3);

            learn(3);

            assertThat(callsOfNextCommand()).containsExactly("load a", "append a 4");
        }

        @Test
        void an_old_one_never_winds_back_what_is_known() {
            bank.grow(3);
            learn(1);
            learn(2);
            learn(3);

            learn(1);
            learn(2);

            assertThat(callsOfNextCommand()).containsExactly("append a 4");
        }

        @Test
        void its_command_is_known_as_applied() {
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
        void states_are_bounded_and_those_not_used_longest_go_first() {
            for (var n = 1; n <= 1_000; n++) cache.put("id-" + n, at(1));
            cache.get("id-1");

            cache.put("one-too-many", at(1));

            assertThat(cache.get("id-1")).isNotNull();
            assertThat(cache.get("id-2")).isNull();
            assertThat(cache.get("id-3")).isNotNull();
        }

        @Test
        void states_never_go_back() {
            cache.put("a", at(2));
            cache.put("a", at(1));

            assertThat(cache.get("a")).isEqualTo(at(2));
        }

        private static Snapshot<String> at(long version) {
            return new Snapshot<>(version, "at " + version, List.of());
        }
    }
}
