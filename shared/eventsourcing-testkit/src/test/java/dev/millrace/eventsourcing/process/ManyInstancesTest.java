package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.process.Diary.Line;
import dev.millrace.eventsourcing.process.Source.Routed;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Commits;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// One account concerns several instances: a deposit is for the instance that its note names. A
/// defect of one instance does not keep a commit from the others.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ManyInstancesTest {
    private static final Source<Account.Event, Line> BY_NOTE =
            Source.other(
                    Account.TYPE,
                    (commit, event) ->
                            event instanceof Deposited(_, var note)
                                    ? Optional.of(
                                            new Routed<>(
                                                    String.valueOf(note),
                                                    new Line(String.valueOf(commit.seq()))))
                                    : Optional.empty());

    private final Diary diary = new Diary();
    private final ProcessHost<Diary.Page, Line> host = diary.subscribedTo(BY_NOTE);

    ManyInstancesTest() {
        for (var seq = 1; seq <= 5; seq++) diary.starts.add(String.valueOf(seq));
    }

    @Test
    void a_commit_reaches_the_others_if_one_of_its_instances_cannot_be_read() {
        append(1, "p1", "p2");
        diary.world.unreadable.add("p1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> host.handle(account("x"), diary.commits("x", 1)))
                .withMessage("spoilt: p1");
        assertThat(lines("p2")).containsExactly("1");

        diary.world.unreadable.clear();
        host.handle(account("x"), diary.commits("x", 1));
        assertThat(lines("p1")).containsExactly("1");
        assertThat(lines("p2")).containsExactly("1");
    }

    @Test
    void from_the_journal_each_commit_is_handled_even_if_others_fail() {
        append(1, "p1");
        append(2, "p2");
        append(3, "p1");
        append(4, "p2");
        append(5, "p2");
        diary.world.unreadable.add("p1");
        diary.world.lastReadable.set(4);

        assertThatIllegalArgumentException().isThrownBy(() -> host.fromJournal(account("x")));

        assertThat(lines("p2")).containsExactly("2", "4");
        diary.world.unreadable.clear();
        diary.world.lastReadable.set(Long.MAX_VALUE);
        host.fromJournal(account("x"));
        assertThat(lines("p1")).containsExactly("1", "3");
        assertThat(lines("p2")).containsExactly("2", "4", "5");
    }

    private void append(int seq, String... notes) {
        Commit<Account.Event> commit =
                Commits.commit(
                        "x",
                        seq,
                        Arrays.stream(notes)
                                .map(note -> new Deposited(BigDecimal.ONE, note))
                                .toArray(Account.Event[]::new));
        diary.world.commits(Account.TYPE).append(commit, null);
    }

    private List<String> lines(String key) {
        var page = diary.store.load(key).state();
        return page == null ? List.of() : page.lines();
    }
}
