package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.ViewStore.Row;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FaultsTest {
    private final Journal<Account, Account.Event> journal = new InMemoryJournal<>(Account.TYPE);
    private final Faults faults = new Faults();
    private final Journal<Account, Account.Event> faulty = new FaultyJournal<>(journal, faults);

    @Test
    void a_call_that_fails_before_has_no_effect() {
        faults.failBefore(1);

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(this::open)
                .withMessage("injected before call 1 (append a 1)");
        assertThat(journal.read("a", 0)).isEmpty();
    }

    @Test
    void a_call_that_fails_after_has_taken_effect() {
        faults.failAfter(2);
        faulty.load("a");

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(this::open)
                .withMessage("injected after call 2 (append a 1)");
        assertThat(journal.read("a", 0)).hasSize(1);
    }

    @Test
    void another_writer_may_come_first() {
        Commit<Account.Event> other = commit("a", 1, new Account.Event.AccountOpened("Eve"));
        faults.meanwhile(1, () -> journal.append(other, null));

        assertThat(open()).isEqualTo(new Journal.Appended.Conflict<>(other));
    }

    @Test
    void calls_are_recorded_over_all_ports_that_share_the_faults() {
        var store = new FaultyViewStore<>(new InMemoryViewStore<String>(), faults);

        open();
        faulty.read("a", 0);
        store.load("a");
        store.save("a", new Row<>("row", 1), null);
        store.replace("a", new Row<>("row", 2));

        assertThat(faults.calls())
                .containsExactly(
                        "append a 1", "read a 0", "load row a", "save row a 1", "replace row a 2");
    }

    private Journal.Appended<Account.Event> open() {
        return faulty.append(commit("a", 1, new Account.Event.AccountOpened("Ada")), null);
    }
}
