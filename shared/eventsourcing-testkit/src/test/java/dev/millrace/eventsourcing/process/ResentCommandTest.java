package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.deposit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A command that a process sends again later, and one that reports its acceptance.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ResentCommandTest {
    private final Diary diary = new Diary();

    ResentCommandTest() {
        diary.starts.add("bus");
    }

    @Test
    void is_not_applied_twice_after_more_commands_than_the_target_remembers() {
        diary.owes("bus", deposit("x", "hello")).history("x");
        diary.faults.crashAfter(appendOfHello());
        assertThatExceptionOfType(Faults.Crash.class).isThrownBy(() -> diary.bus("bus"));
        assertThat(diary.notes("x")).containsExactly("opened", "hello");
        diary.history("x", notes(150));

        diary.another().sweep("k");

        assertThat(diary.notes("x")).containsOnlyOnce("hello").hasSize(152);
        assertThat(diary.instance().owed()).isEmpty();
    }

    /// The first function pauses before it loads the target. The command is sent and forgotten
    /// meanwhile.
    @Test
    void is_not_applied_twice_by_a_function_that_pauses_for_long_before_it_sends() {
        diary.owes("bus", deposit("x", "hello")).history("x");
        diary.faults.meanwhile(
                appendOfHello() - 1,
                () -> {
                    diary.another().sweep("k");
                    diary.clock.advance(Duration.ofMinutes(1));
                    diary.another().sweep("k");
                    diary.history("x", notes(150));
                });

        diary.bus("bus");

        assertThat(diary.notes("x")).containsOnlyOnce("hello").hasSize(152);
    }

    @Test
    void is_applied_if_it_was_never_sent() {
        diary.owes("bus", deposit("x", "hello")).history("x");
        diary.history("x", notes(150));
        diary.faults.failBefore(appendOfHello());
        assertThatExceptionOfType(Outage.class).isThrownBy(() -> diary.bus("bus"));

        diary.clock.advance(Duration.ofMinutes(1));
        diary.another().sweep("k");

        assertThat(diary.notes("x")).containsOnlyOnce("hello");
    }

    @Test
    void costs_no_search_while_the_target_remembers_all_its_commands() {
        diary.owes("bus", deposit("x", "hello")).history("x");
        diary.faults.failBefore(appendOfHello());
        assertThatExceptionOfType(Outage.class).isThrownBy(() -> diary.bus("bus"));
        var later = new Faults();

        diary.another(later).sweep("k");
        diary.clock.advance(Duration.ofMinutes(1));
        diary.another(later).sweep("k");

        assertThat(diary.notes("x")).containsOnlyOnce("hello");
        assertThat(later.calls()).noneMatch(call -> call.startsWith("find"));
    }

    /// While one function sends, another handles an input whose command goes to the home, and
    /// crashes at one of its calls. The first one then finds that command owed.
    @Test
    void is_not_applied_twice_by_a_function_that_finds_what_another_one_owed() {
        var applied = new ArrayList<String>();
        for (var call = 1; call <= 12; call++) {
            var story = new Diary();
            story.starts.add("bus");
            story.owes("bus", deposit("x", "hello")).owes("bus 2", deposit("k", "late"));
            story.history("x");
            story.history("k");
            var dying = story.another(new Faults().crashAfter(call));
            story.faults.meanwhile(
                    appendOfHello(),
                    () -> {
                        var _ = catchThrowable(() -> story.bus(dying, "bus 2"));
                        story.history("k", notes(150));
                    });
            story.bus("bus");
            story.clock.advance(Duration.ofMinutes(2));
            story.another().sweep("k");

            var late = story.notes("k").stream().filter("late"::equals).toList();
            assertThat(late).as("crash after call %d", call).hasSizeLessThanOrEqualTo(1);
            assertThat(story.notes("x")).containsOnlyOnce("hello");
            applied.addAll(late);
        }
        assertThat(applied).isNotEmpty();
    }

    @Test
    void is_not_searched_for_when_it_is_first_sent_at_home_or_elsewhere() {
        diary.owes("bus", deposit("x", "hello"), deposit("k", "home"));
        diary.history("x", notes(150));
        diary.history("k", notes(150));
        diary.bus("bus");

        assertThat(diary.notes("x")).contains("hello");
        assertThat(diary.notes("k")).contains("home");
        assertThat(diary.faults.calls()).noneMatch(call -> call.startsWith("find"));
    }

    /// The number of this call in a start by the bus: load, save the waiting input, read the home,
    /// save, load the target, append.
    private int appendOfHello() {
        return 6;
    }

    private String[] notes(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toArray(String[]::new);
    }

    @Test
    void an_acceptance_becomes_an_input_if_the_process_asks_for_it() {
        diary.history("x");
        diary.owes(
                "bus", deposit("x", "one"), ((Send<?>) deposit("x", "two")).reportingAcceptance());

        diary.bus("bus");

        assertThat(diary.lines()).containsExactly("bus", "accepted x");
        assertThat(diary.notes("x")).isEqualTo(List.of("opened", "one", "two"));
    }
}
