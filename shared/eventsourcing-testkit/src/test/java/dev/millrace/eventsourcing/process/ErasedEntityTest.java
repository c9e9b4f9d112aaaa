package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static dev.millrace.eventsourcing.process.Diary.deposit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Why an instance may need an entity that an erasure is about to remove, and what happens to a
/// command to an erased entity.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ErasedEntityTest {
    private final Diary diary = new Diary();

    @Test
    void a_command_to_an_erased_entity_is_dropped_and_the_process_gets_a_skip() {
        diary.isToldOfSkips = true;
        diary.starts.add("bus");
        diary.owes("bus", deposit("x", "hello")).history("x");
        diary.world.commits(Account.TYPE).append(Commit.erased("x", 2, Commits.BEGINNING), null);

        diary.bus("bus");

        assertThat(diary.lines()).containsExactly("bus", "skipped a command to x");
        assertThat(diary.instance().owed()).isEmpty();
        assertThat(diary.instance().skipped())
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).isEqualTo("its target is erased"));
        assertThat(diary.notes("x")).containsExactly("opened");
    }

    @Test
    void an_instance_of_another_home_needs_its_commits_until_it_has_handled_them() {
        diary.starts.add("bus");
        diary.bus("bus");
        diary.history("x");

        assertThat(task("x")).isEqualTo("diary k has not handled Account#x/1");
        diary.deliver("x", 1);
        assertThat(task("x")).isNull();
    }

    @Test
    void an_instance_that_has_not_started_needs_the_commits_that_it_remembers() {
        diary.history("x");
        assertThat(task("x")).isNull();

        diary.deliver("x", 1);

        assertThat(task("x")).isEqualTo("diary k has commits of it to handle");
    }

    @Test
    void an_instance_that_owes_a_command_to_the_entity_needs_it() {
        diary.history("x");
        owe("x");

        assertThat(task("x")).isEqualTo("diary k has a command to send to it");
    }

    @Test
    void an_instance_needs_its_home_while_it_owes_anything() {
        diary.history("k");
        owe("x");

        assertThat(task("k")).isEqualTo("diary k has effects to send: 1");
    }

    /// Crashes a function before it sends a command that the instance owes.
    private void owe(String account) {
        diary.starts.add("bus");
        diary.owes("bus", deposit(account, "hello"));
        for (var call = 1; diary.instance().owed().isEmpty(); call++) {
            var dying = diary.another(new Faults().crashAfter(call));
            var _ = catchThrowable(() -> diary.bus(dying, "bus"));
        }
    }

    private @Nullable String task(String account) {
        var commits = diary.world.commits(Account.TYPE).read(account, 0);
        return diary.host.erase("k", account(account), commits, true);
    }
}
