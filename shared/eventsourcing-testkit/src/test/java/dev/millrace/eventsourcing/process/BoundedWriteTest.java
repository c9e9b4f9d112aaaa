package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static dev.millrace.eventsourcing.process.Diary.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// One write applies a bounded number of commits and inputs. The rest keeps the instance due, and
/// later inputs wait behind it, even after a crash at any call.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BoundedWriteTest {
    private static final List<String> NOTES = names("note ", 250);
    private static final List<String> ALL_OF_HOME =
            Stream.concat(Stream.of("opened"), NOTES.stream()).map(line -> "k " + line).toList();

    private Diary diary = new Diary();

    @Test
    void waiting_inputs_are_applied_in_writes_of_bounded_size() {
        parkedAtTheFirst();
        for (var input : names("input ", 250)) diary.owes(input, publish(input)).bus(input);
        diary.broken.clear();

        diary.host.redrive("k");

        assertThat(diary.lines()).containsExactlyElementsOf(afterTheFirst(names("input ", 250)));
        assertThat(diary.published()).isEqualTo(names("input ", 250));
        assertThat(diary.store.mostOwed()).isLessThanOrEqualTo(InstanceUpdate.MOST_IN_ONE_WRITE);
        assertThat(diary.instance().parked()).isNull();
    }

    @Test
    void an_input_with_many_effects_is_the_last_of_its_write() {
        parkedAtTheFirst();
        for (var input : names("input ", 6)) {
            var effects = names(input + " effect ", 60).stream().map(Diary::publish);
            diary.owes(input, effects.toArray(dev.millrace.eventsourcing.Effect[]::new)).bus(input);
        }
        diary.broken.clear();

        diary.host.redrive("k");

        assertThat(diary.published()).hasSize(360).doesNotHaveDuplicates();
        assertThat(diary.store.mostOwed()).isLessThan(InstanceUpdate.MOST_IN_ONE_WRITE + 60);
    }

    @Test
    void timers_and_new_inputs_wait_behind_the_remaining_ones() {
        diary.starts.add("bus");
        diary.owes("bus", new WakeAt("t", Commits.BEGINNING.plusSeconds(1), false));
        parkedAtTheFirst();
        for (var input : names("input ", 150)) diary.bus(input);
        diary.broken.clear();
        diary.clock.advance(Duration.ofMinutes(1));
        diary.faults.forgetCalls();
        diary.faults.crashAfter(2);
        crashing(() -> diary.host.sweep("k"));
        assertThat(diary.lines()).hasSizeBetween(2, 102).doesNotContain("due t");

        diary.bus(diary.another(), "new");
        diary.another().sweep("k");

        assertThat(diary.lines().subList(152, 154)).containsExactlyInAnyOrder("new", "due t");
    }

    @Test
    void a_start_by_a_commit_handles_a_long_journal_despite_a_crash() {
        startedWhereverItDies(
                () -> diary.starts.add("k opened"), () -> diary.deliver("k", 1), ALL_OF_HOME);
    }

    @Test
    void a_start_from_the_bus_handles_a_long_journal_first_despite_a_crash() {
        startedWhereverItDies(
                () -> diary.starts.add("bus"),
                () -> diary.bus("bus"),
                Stream.concat(ALL_OF_HOME.stream(), Stream.of("bus")).toList());
    }

    @Test
    void a_start_by_another_entity_handles_a_long_home_journal_first_despite_a_crash() {
        startedWhereverItDies(
                () -> {
                    diary.starts.add("x opened");
                    diary.history("x");
                },
                () -> diary.deliver("x", 1),
                Stream.concat(ALL_OF_HOME.stream(), Stream.of("x opened")).toList());
    }

    /// The function crashes after each of its calls in turn. If it wrote something, the instance is
    /// due. If it wrote nothing, the input is delivered again.
    private void startedWhereverItDies(Runnable given, Runnable comes, List<String> expected) {
        for (var call = 1; ; call++) {
            diary = new Diary();
            given.run();
            diary.history("k", NOTES.toArray(String[]::new));
            diary.faults.forgetCalls();
            diary.faults.crashAfter(call);

            if (!crashing(comes)) break;
            if (diary.instance().version() == 0) comes.run();
            diary.clock.advance(Duration.ofMinutes(1));
            diary.another().sweep("k");

            assertThat(diary.lines()).as("crash after call %s", call).isEqualTo(expected);
            assertThat(diary.instance().mark(account("k"))).isEqualTo(251);
            assertThat(diary.instance().behind()).isEmpty();
            assertThat(diary.instance().waiting()).isEmpty();
        }
        assertThat(diary.lines()).isEqualTo(expected);
    }

    /// @return whether it crashed
    private static boolean crashing(Runnable work) {
        try {
            work.run();
            return false;
        } catch (Faults.Crash crash) {
            return true;
        }
    }

    private void parkedAtTheFirst() {
        diary.starts.add("bus");
        diary.bus("bus");
        diary.broken.add("first");
        diary.bus("first");
        assertThat(diary.instance().parked()).isNotNull();
    }

    private static List<String> afterTheFirst(List<String> later) {
        var all = new ArrayList<>(List.of("bus", "first"));
        all.addAll(later);
        return all;
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(n -> prefix + n).toList();
    }
}
