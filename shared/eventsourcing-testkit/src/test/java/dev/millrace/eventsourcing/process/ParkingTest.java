package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static dev.millrace.eventsourcing.process.Diary.deposit;
import static dev.millrace.eventsourcing.process.Diary.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A defect of one input or effect parks its instance, and no later input is lost.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParkingTest {
    private static final Instant NOW = Commits.BEGINNING;

    private final Diary diary = new Diary();

    ParkingTest() {
        diary.starts.add("bus");
        diary.starts.add("a go");
    }

    @Test
    void a_failing_commit_parks_after_three_attempts_and_later_commits_are_not_copied() {
        diary.broken.add("k bad");
        diary.history("k");
        diary.history("b", "meanwhile");
        diary.starts.add("k opened");

        diary.deliver("k", 1);
        diary.history("k", "bad", "next");
        diary.deliver("k", 2);
        diary.history("k", "last");
        diary.deliver("k", 3);
        diary.deliver("b", 2);
        diary.bus("kept");
        diary.bus("kept");

        var instance = diary.instance();
        var parked = Objects.requireNonNull(instance.parked());
        assertThat(parked)
                .isEqualTo(
                        new Parked(
                                "Account#k/2",
                                account("k"),
                                parked.error(),
                                3,
                                NOW,
                                NOW.plusSeconds(60)));
        assertThat(parked.error()).contains("cannot read");
        assertThat(diary.pauses).containsExactly(1, 2);
        assertThat(instance.mark(account("k"))).isEqualTo(1);
        assertThat(instance.waiting()).extracting(Waiting::id).containsExactly("kept");

        mendAndSweep();

        assertThat(diary.lines())
                .containsExactly("k opened", "k bad", "k next", "k last", "b meanwhile", "kept");
        assertThat(diary.instance().parked()).isNull();
        assertThat(diary.instance().waiting()).isEmpty();
    }

    @Test
    void a_commit_that_is_delivered_while_the_sweep_reads_is_not_lost() {
        diary.starts.add("k opened");
        diary.broken.add("k bad");
        diary.history("k", "bad");
        diary.deliver("k", 1);
        diary.deliver("k", 2);
        diary.broken.clear();
        diary.clock.advance(Duration.ofMinutes(1));
        diary.faults.forgetCalls();
        diary.faults.meanwhile(
                5,
                () -> {
                    diary.history("k", "now");
                    diary.deliver(diary.another(), "k", 3);
                });

        diary.host.sweep("k");

        assertThat(diary.faults.calls().get(4)).startsWith("save process k");
        assertThat(diary.lines()).containsExactly("k opened", "k bad", "k now");
    }

    @Test
    void a_later_unreadable_commit_does_not_block_earlier_ones() {
        diary.starts.add("k opened");
        diary.broken.add("k bad");
        diary.history("k");
        diary.deliver("k", 1);
        diary.history("k", "bad", "good", "newer");
        diary.deliver("k", 2);
        diary.broken.clear();
        diary.world.lastReadable.set(3);

        diary.host.redrive("k");

        assertThat(diary.lines()).containsExactly("k opened", "k bad", "k good");
        assertThat(diary.host.parked("k")).get().extracting("what").isEqualTo("Account#k");
        diary.world.lastReadable.set(Long.MAX_VALUE);
        diary.host.redrive("k");
        assertThat(diary.lines()).endsWith("k newer");
        assertThat(diary.host.parked("k")).isEmpty();
    }

    @Test
    void a_start_parks_at_its_starting_commit_if_a_journal_cannot_be_read() {
        diary.starts.add("x second");
        diary.history("k", "before");
        diary.history("x", "second");
        diary.faults.forgetCalls();
        for (var readOfX : List.of(3, 4, 5)) {
            diary.faults.meanwhile(
                    readOfX,
                    () -> {
                        throw new IllegalStateException("no journal");
                    });
        }

        diary.deliver("x", 2);

        assertThat(diary.faults.calls())
                .startsWith("load process k", "save process k 1", "read x 1", "read x 1");
        assertThat(diary.host.parked("k")).get().extracting("what").isEqualTo("Account#x/2");
    }

    @Test
    void an_input_is_kept_if_earlier_effects_cannot_be_sent() {
        diary.owes("bus", publish("one"));
        diary.faults.failBefore(5);
        assertThatExceptionOfType(Outage.class).isThrownBy(() -> diary.bus("bus"));
        assertThat(diary.instance().owed()).hasSize(1);
        diary.faults.forgetCalls();
        diary.faults.failBefore(2);

        diary.bus("second");

        assertThat(diary.instance().waiting()).extracting(Waiting::id).containsExactly("second");
        diary.another().sweep("k");
        assertThat(diary.published()).containsExactly("one");
        assertThat(diary.lines()).containsExactly("bus", "second");
    }

    @Test
    void a_failing_effect_stays_first_in_line() {
        diary.world.busIsBroken.set(true);
        diary.owes("bus", publish("one"), deposit("x", "two")).history("x");
        diary.bus("bus");
        diary.bus("more");

        assertThat(Objects.requireNonNull(diary.instance().parked()).what()).isEqualTo("one");
        assertThat(diary.instance().owed()).hasSize(2);
        assertThat(diary.notes("x")).containsExactly("opened");

        mendAndSweep();

        assertThat(diary.published()).containsExactly("one");
        assertThat(diary.notes("x")).containsExactly("opened", "two");
        assertThat(diary.lines()).containsExactly("bus", "more");
        assertThat(diary.instance().parked()).isNull();
    }

    @Test
    void a_rejection_on_which_the_process_fails_parks_and_earlier_effects_count_as_sent() {
        diary.broken.add("rejected NOT_OPEN");
        diary.owes("bus", publish("one"), deposit("nobody", "two"))
                .owes("rejected NOT_OPEN", publish("sorry"));
        diary.bus("bus");

        assertThat(diary.instance().owed()).hasSize(1);
        assertThat(Objects.requireNonNull(diary.instance().parked()).what())
                .isEqualTo(diary.instance().owed().getFirst().id());

        mendAndSweep();

        assertThat(diary.published()).containsExactly("one", "sorry");
        assertThat(diary.instance().parked()).isNull();
        assertThat(diary.instance().owed()).isEmpty();
    }

    @Test
    void a_failing_timer_stays_until_it_is_repaired() {
        diary.broken.add("due t");
        diary.owes("bus", new WakeAt("t", NOW.plusSeconds(60), false));
        diary.bus("bus");
        diary.clock.advance(Duration.ofMinutes(1));
        diary.host.sweep("k");
        assertThat(Objects.requireNonNull(diary.instance().parked()).what()).startsWith("timer t ");
        assertThat(diary.instance().timers()).containsKey("t");

        mendAndSweep();

        assertThat(diary.lines()).containsExactly("bus", "due t");
    }

    @Test
    void the_sweep_retries_at_growing_intervals_for_a_day_and_then_waits_for_redrive() {
        diary.broken.add("bus");
        diary.bus("bus");
        var waits = new ArrayList<Long>();
        for (var next = next(); next != null; next = next()) {
            waits.add(Duration.between(diary.clock.instant(), next).toMinutes());
            diary.host.sweep("k");
            assertThat(next()).isEqualTo(next);
            diary.clock.advance(Duration.between(diary.clock.instant(), next));
            diary.host.sweep("k");
        }

        assertThat(waits)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 240L, 240L, 240L, 240L);
        var parked = Objects.requireNonNull(diary.instance().parked());
        assertThat(parked.since()).isEqualTo(NOW);
        assertThat(parked.attempts()).isEqualTo(39);
        assertThat(diary.store.due(NOW.plus(Duration.ofDays(99)))).isEmpty();
        mendAndSweep();
        assertThat(diary.lines()).isEmpty();

        diary.host.redrive("k");

        assertThat(diary.lines()).containsExactly("bus");
    }

    @Test
    void the_sweep_continues_a_redrive_that_crashed() {
        diary.broken.add("bus");
        diary.bus("bus");
        for (var next = next(); next != null; next = next()) {
            diary.clock.advance(Duration.between(diary.clock.instant(), next));
            diary.host.sweep("k");
        }
        diary.broken.clear();
        diary.faults.forgetCalls();
        diary.faults.crashBefore(3);
        try {
            diary.host.redrive("k");
        } catch (Faults.Crash expected) {
            assertThat(expected).isNotNull();
        }

        assertThat(diary.store.due(diary.clock.instant())).containsExactly("k");
        diary.another().sweep("k");

        assertThat(diary.lines()).containsExactly("bus");
    }

    @Test
    void one_redrive_sends_a_repaired_effect_and_what_its_rejection_owes() {
        diary.broken.add("rejected NOT_OPEN");
        diary.owes("bus", deposit("nobody", "x")).owes("rejected NOT_OPEN", publish("sorry"));
        diary.bus("bus");
        diary.broken.clear();

        diary.host.redrive("k");

        assertThat(diary.published()).containsExactly("sorry");
        assertThat(diary.instance().parked()).isNull();
    }

    @Test
    void a_listener_receives_each_parking_and_each_skip_once() {
        diary.broken.add("bad");
        diary.starts.add("bad");
        diary.bus("bad");
        diary.bus("bad");
        diary.host.redrive("k");
        diary.host.skip("k", "bad", "nonsense");

        assertThat(diary.reports.lines())
                .containsExactly(
                        "parked diary k at bad",
                        "parked diary k at bad",
                        "skipped bad of diary k: nonsense");
        assertThat(diary.reports.defects())
                .containsExactly(
                        "diary k at bad: cannot read Line[text=bad]",
                        "diary k at bad: cannot read Line[text=bad]");
    }

    @Test
    void an_unexpected_rejection_is_reported_and_is_also_an_input() {
        diary.history("open");
        diary.owes(
                "bus",
                deposit("nobody", "x"),
                new Effect.Send<>(Account.TYPE, "open", new Account.Command.OpenAccount("Eve")));

        diary.bus("bus");

        assertThat(diary.lines())
                .containsExactly("bus", "rejected NOT_OPEN", "rejected ALREADY_OPEN");
        assertThat(diary.reports.lines())
                .containsExactly("rejected diary OpenAccount Account#open ALREADY_OPEN");
    }

    @Test
    void from_the_journal_it_handles_commits_that_were_never_delivered() {
        diary.starts.add("k opened");
        diary.history("k", "lost", "last");

        diary.host.fromJournal(account("k"));
        diary.host.fromJournal(account("k"));

        assertThat(diary.lines()).containsExactly("k opened", "k lost", "k last");
    }

    @Test
    void the_journal_of_an_entity_that_is_not_its_source_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diary.host.fromJournal(new EntityRef("Invoice", "1")))
                .withMessage("diary does not subscribe to Invoice, only to [Account]");
    }

    private void mendAndSweep() {
        diary.broken.clear();
        diary.world.busIsBroken.set(false);
        diary.clock.advance(Duration.ofMinutes(1));
        diary.host.sweep("k");
    }

    private @Nullable Instant next() {
        var parked = diary.instance().parked();
        return parked == null ? null : parked.next();
    }
}
