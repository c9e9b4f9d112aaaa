package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static dev.millrace.eventsourcing.process.Diary.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.Conflicts;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.testkit.Account;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Work that loses ten races in a row to other writers ends with an outage, and its data stays
/// unchanged.
@DisplayNameGeneration(ReplaceUnderscores.class)
class LostRacesTest {
    private final Diary diary = new Diary();
    private final World world = diary.world;

    LostRacesTest() {
        diary.starts.add("bus");
        diary.starts.add("k opened");
    }

    @Nested
    class OfAnInstance {
        @Test
        void that_handles_a_commit() {
            diary.history("k");

            losing(() -> diary.deliver("k", 1));

            assertThat(diary.lines()).isEmpty();
            diary.deliver("k", 1);
            assertThat(diary.lines()).containsExactly("k opened");
        }

        @Test
        void that_must_keep_an_input() {
            losing(() -> diary.bus("bus"));

            assertThat(diary.instance().version()).isZero();
        }

        @Test
        void whose_effects_were_sent() {
            diary.owes("b", publish("note"));
            diary.bus("bus");
            diary.faults.forgetCalls();
            diary.faults.meanwhile(3, () -> world.losesRaces.set(true));

            assertThatExceptionOfType(Outage.class).isThrownBy(() -> diary.bus("b"));

            assertThat(diary.instance().owed()).hasSize(1);
            world.losesRaces.set(false);
            diary.another().sweep("k");
            assertThat(diary.instance().owed()).isEmpty();
            assertThat(diary.published()).containsExactly("note", "note");
        }

        @Test
        void that_is_swept_or_redriven_or_skipped() {
            diary.broken.add("bus");
            diary.bus("bus");
            var parked = diary.instance().parked();
            diary.broken.clear();
            diary.clock.advance(Duration.ofMinutes(1));

            losing(() -> diary.host.sweep("k"));
            losing(() -> diary.host.redrive("k"));
            losing(() -> diary.host.skip("k", "bus", "no"));

            assertThat(diary.instance().parked()).isEqualTo(parked);
        }
    }

    @Nested
    class OfACommitThatIsParked {
        private final Listener listener = new Listener("listening");
        private final CommitHost host =
                CommitHost.of(listener, Map.of("Account", Account.TYPE), world);
        private final Parked parked;

        OfACommitThatIsParked() {
            diary.history("k");
            listener.failure = new IllegalStateException("no");
            host.handle(account("k"), world.commits(Account.TYPE).read("k", 0, 1));
            parked = Objects.requireNonNull(host.parked("Account#k/1").orElse(null));
            listener.failure = null;
        }

        @Test
        void whose_work_is_done_again_each_time() {
            losing(() -> host.fromJournal(account("k")));

            assertThat(host.parked("Account#k/1")).contains(parked);
            assertThat(listener.received).isEqualTo(Collections.nCopies(Conflicts.MOST, "k/1/0"));
            host.fromJournal(account("k"));
            assertThat(host.parked("Account#k/1")).isEmpty();
        }

        @Test
        void that_is_swept_or_redriven_or_skipped() {
            diary.clock.advance(Duration.ofMinutes(1));
            Stream.<Runnable>of(
                            () -> host.sweep("Account#k/1"),
                            () -> host.redrive("Account#k/1"),
                            () -> host.skip("Account#k/1", "Account#k/1", "no"))
                    .forEach(LostRacesTest.this::losing);

            assertThat(host.parked("Account#k/1")).contains(parked);
        }
    }

    private void losing(Runnable work) {
        world.pauses.clear();
        world.losesRaces.set(true);

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(work::run)
                .withMessageEndingWith("lost 10 races in a row; try it again");

        assertThat(world.pauses).startsWith(1, 2, 3, 4, 5, 6, 7, 8, 9);
        world.losesRaces.set(false);
    }
}
