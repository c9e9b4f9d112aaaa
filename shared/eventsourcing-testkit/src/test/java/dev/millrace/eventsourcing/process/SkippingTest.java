package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.deposit;
import static dev.millrace.eventsourcing.process.Diary.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.testkit.Commits;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// An operator or the policy skips one input or effect for good, and all other work goes on.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SkippingTest {
    private static final Instant NOW = Commits.BEGINNING;

    private final Diary diary = new Diary();

    SkippingTest() {
        diary.starts.add("bus");
        diary.starts.add("a go");
    }

    @Test
    void a_skipped_commit_is_dropped_and_its_reason_kept() {
        diary.broken.add("k bad");
        diary.history("k", "bad", "next");
        diary.starts.add("k opened");
        diary.deliver("k", 1);
        diary.deliver("k", 3);

        diary.host.skip("k", "Account#k/2", "typo");

        assertThat(diary.lines()).containsExactly("k opened", "k next");
        assertThat(diary.instance().skipped())
                .containsExactly(new Skipped("Account#k/2", "typo", NOW));
        assertThat(diary.instance().parked()).isNull();
    }

    @Test
    void a_skipped_input_is_dropped() {
        diary.bus("bus");
        diary.broken.add("bad");
        diary.bus("bad");
        diary.bus("next");

        diary.host.skip("k", "bad", "nonsense");
        diary.bus("bad");

        assertThat(diary.lines()).containsExactly("bus", "next");
        assertThat(diary.instance().waiting()).isEmpty();
    }

    @Test
    void a_skipped_effect_is_dropped_and_the_next_is_sent() {
        diary.world.busIsBroken.set(true);
        diary.owes("bus", publish("one"), deposit("x", "two")).history("x");
        diary.bus("bus");

        diary.host.skip("k", "one", "nobody wants it");

        assertThat(diary.published()).isEmpty();
        assertThat(diary.notes("x")).containsExactly("opened", "two");
        assertThat(diary.instance().parked()).isNull();
    }

    @Test
    void a_process_gets_a_skip_in_the_place_of_a_commit() {
        diary.isToldOfSkips = true;
        diary.broken.add("k bad");
        diary.history("k", "bad", "next");
        diary.starts.add("k opened");
        diary.deliver("k", 1);
        diary.owes("skipped", publish("told"));

        diary.host.skip("k", "Account#k/2", "typo");

        assertThat(diary.lines()).containsExactly("k opened", "skipped", "k next");
        assertThat(diary.published()).containsExactly("told");
    }

    @Test
    void a_process_gets_a_skip_in_the_place_of_a_timer() {
        diary.isToldOfSkips = true;
        diary.broken.add("due t");
        diary.owes("bus", new WakeAt("t", NOW.plusSeconds(60), false));
        diary.bus("bus");
        diary.clock.advance(Duration.ofMinutes(1));
        diary.host.sweep("k");
        var what = diary.host.parked("k").orElseThrow().what();

        diary.host.skip("k", what, "too late");

        assertThat(diary.lines()).containsExactly("bus", "skipped");
        assertThat(diary.instance().timers()).isEmpty();
    }

    @Test
    void a_process_gets_a_skip_of_its_command() {
        diary.isToldOfSkips = true;
        diary.world.busIsBroken.set(true);
        diary.owes("bus", publish("one"), deposit("x", "two")).history("x");
        diary.bus("bus");
        var command = diary.instance().owed().getLast().id();
        diary.host.skip("k", "one", "nobody wants it");
        assertThat(diary.lines()).as("a message is no command").containsExactly("bus");

        diary.owes("more", publish("three"), deposit("nobody", "four"));
        diary.broken.add("rejected NOT_OPEN");
        diary.world.busIsBroken.set(false);
        diary.bus("more");
        var rejected = diary.host.parked("k").orElseThrow().what();
        assertThat(rejected).isNotEqualTo(command);
        diary.host.skip("k", rejected, "it cannot be borne");

        assertThat(diary.lines()).containsExactly("bus", "more", "skipped a command to nobody");
    }

    @Test
    void only_the_input_or_effect_it_is_parked_at_can_be_skipped() {
        diary.broken.add("bad");
        diary.bus("bus");
        diary.bus("bad");

        diary.host.skip("k", "worse", "a slip of the hand");

        assertThat(diary.host.parked("k")).get().extracting(Parked::what).isEqualTo("bad");
        assertThat(diary.instance().skipped()).isEmpty();
    }

    @Nested
    class WhereThePolicyIsToSkip {
        WhereThePolicyIsToSkip() {
            diary.policy = OnDefect.SKIP;
        }

        @Test
        void a_failing_commit_is_dropped_with_its_error_and_the_rest_is_handled() {
            diary.starts.add("k opened");
            diary.broken.add("k bad");
            diary.history("k", "bad", "next");

            diary.deliver("k", 1);
            diary.deliver("k", 3);

            assertThat(diary.lines()).containsExactly("k opened", "k next");
            assertThat(diary.pauses).containsExactly(1, 2);
            assertThat(diary.instance().parked()).isNull();
            assertThat(diary.instance().skipped())
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.what()).isEqualTo("Account#k/2");
                        assertThat(one.reason()).contains("cannot read");
                    });
            assertThat(diary.reports.lines())
                    .singleElement()
                    .asString()
                    .startsWith("skipped Account#k/2 of diary k: ");
        }

        @Test
        void a_failing_input_is_dropped_and_never_handled() {
            diary.bus("bus");
            diary.broken.add("bad");
            diary.bus("bad");
            diary.broken.clear();
            diary.bus("bad");
            diary.bus("next");

            assertThat(diary.lines()).containsExactly("bus", "next");
        }

        @Test
        void a_failing_effect_is_dropped_and_the_next_is_sent() {
            diary.world.busIsBroken.set(true);
            diary.owes("bus", publish("one"), deposit("x", "two")).history("x");

            diary.bus("bus");

            assertThat(diary.published()).isEmpty();
            assertThat(diary.notes("x")).containsExactly("opened", "two");
            assertThat(diary.instance().skipped()).extracting(Skipped::what).containsExactly("one");
        }

        @Test
        void an_effect_parks_if_the_process_fails_on_its_skip() {
            diary.isToldOfSkips = true;
            diary.broken.add("rejected NOT_OPEN");
            diary.broken.add("skipped a command to nobody");
            diary.owes("bus", deposit("nobody", "two"));

            diary.bus("bus");

            assertThat(diary.host.parked("k")).isPresent();
            diary.broken.clear();
            diary.host.redrive("k");
            assertThat(diary.lines()).containsExactly("bus", "rejected NOT_OPEN");
        }

        @Test
        void a_timer_that_fails_is_dropped() {
            diary.broken.add("due t");
            diary.owes("bus", new WakeAt("t", NOW.plusSeconds(60), false));
            diary.bus("bus");
            diary.clock.advance(Duration.ofMinutes(1));

            diary.host.sweep("k");

            assertThat(diary.instance().timers()).isEmpty();
            assertThat(diary.instance().parked()).isNull();
        }

        @Test
        void only_the_last_hundred_skips_are_kept() {
            diary.bus("bus");
            for (var n = 0; n < 120; n++) diary.broken.add("bad " + n);
            for (var n = 0; n < 120; n++) diary.bus("bad " + n);

            assertThat(diary.instance().skipped()).hasSize(100);
            assertThat(diary.instance().skipped().getLast().what()).isEqualTo("bad 119");
        }
    }
}
