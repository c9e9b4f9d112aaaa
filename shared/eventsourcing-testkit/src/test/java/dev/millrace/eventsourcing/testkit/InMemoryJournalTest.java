package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import org.junit.jupiter.api.Test;

class InMemoryJournalTest extends JournalContract {
    private final InMemoryJournal<Account, Account.Event> journal =
            new InMemoryJournal<>(Account.TYPE);

    @Override
    protected Journal<Account, Account.Event> journal(
            EntityType<Account, Account.Command, Account.Event, Account.Rejection> type) {
        return journal.as(type);
    }

    @Test
    void a_gap_is_a_defect_of_its_writer() {
        journal.append(commit("a", 1, new Account.Event.AccountOpened("Ada")), null);

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        journal.append(commit("a", 3, new Account.Event.AccountClosed()), null))
                .withMessageContaining("a has 1 commits; commit 3 would leave a gap");
    }
}
