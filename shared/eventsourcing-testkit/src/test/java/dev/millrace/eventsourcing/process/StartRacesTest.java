package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Starts an instance by its home, by another entity or by the bus. At any call another input comes
/// in between, or the function crashes. Everything is delivered at least once: no commit is lost or
/// handled twice, and no message of the bus is lost.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StartRacesTest {
    private static final Map<String, BiConsumer<Diary, ProcessHost<?, Diary.Line>>> INPUTS =
            new LinkedHashMap<>();

    static {
        INPUTS.put("home", (diary, host) -> commit(diary, host, "k"));
        INPUTS.put("other", (diary, host) -> commit(diary, host, "x"));
        INPUTS.put("bus", (_, host) -> bus(host));
    }

    private static void commit(Diary diary, ProcessHost<?, Diary.Line> host, String account) {
        if (diary.commits(account, 1).isEmpty()) diary.history(account, "news");
        host.handle(account(account), diary.commits(account, 1));
        host.handle(account(account), diary.commits(account, 2));
    }

    private static void bus(ProcessHost<?, Diary.Line> host) {
        host.receive("k", new Instance.Waiting<>("bus", new Diary.Line("bus"), "cor", null));
    }

    /// @param order the input that is delivered first, the one in between, and the last one
    /// @param starters the inputs that start the instance
    record Play(List<String> order, List<String> starters) {}

    static Stream<Play> plays() {
        var orders = new ArrayList<List<String>>();
        for (var first : INPUTS.keySet()) {
            for (var second : INPUTS.keySet()) {
                for (var third : INPUTS.keySet()) {
                    if (List.of(first, second, third).stream().distinct().count() == 3) {
                        orders.add(List.of(first, second, third));
                    }
                }
            }
        }
        return orders.stream()
                .flatMap(order ->
                        Stream.of(
                                        List.of("home"),
                                        List.of("other"),
                                        List.of("bus"),
                                        List.of("home", "other", "bus"))
                                .map(starters -> new Play(order, starters)));
    }

    @ParameterizedTest
    @MethodSource("plays")
    void nothing_is_lost_if_another_input_comes_in_between(Play play) {
        for (var call = 1; ; call++) {
            var diary = diary(play);
            var disturbed = new boolean[1];
            diary.faults.meanwhile(
                    call,
                    () -> {
                        disturbed[0] = true;
                        deliver(diary, diary.another(), play.order().get(1));
                    });
            deliver(diary, diary.host, play.order().getFirst());
            deliver(diary, diary.another(), play.order().get(2));
            if (!disturbed[0]) return;
            assertWhole(diary, play, call);
        }
    }

    @ParameterizedTest
    @MethodSource("plays")
    void nothing_is_lost_if_the_function_crashes(Play play) {
        for (var call = 1; ; call++) {
            var diary = diary(play);
            diary.faults.crashAfter(call);
            try {
                deliver(diary, diary.host, play.order().getFirst());
                return;
            } catch (Faults.Crash crash) {
                for (var input : play.order()) deliver(diary, diary.another(), input);
                assertWhole(diary, play, call);
            }
        }
    }

    private static Diary diary(Play play) {
        var diary = new Diary();
        var lines = Map.of("home", "k news", "other", "x news", "bus", "bus");
        play.starters().forEach(starter -> diary.starts.add(lines.getOrDefault(starter, "")));
        return diary;
    }

    private static void deliver(Diary diary, ProcessHost<?, Diary.Line> host, String input) {
        INPUTS.getOrDefault(input, (_, _) -> {}).accept(diary, host);
    }

    /// Sweeps once more, and checks that every commit was handled once. A message that comes before
    /// the start and does not start the instance concerns no instance.
    private static void assertWhole(Diary diary, Play play, int call) {
        diary.clock.advance(Duration.ofMinutes(2));
        diary.another().sweep("k");
        assertThat(diary.lines())
                .as("%s, call %s: %s", play, call, diary.faults.calls())
                .filteredOn(line -> !line.equals("bus"))
                .containsExactlyInAnyOrder("k opened", "k news", "x opened", "x news")
                .containsSubsequence("k opened", "k news");
        if (play.starters().contains("bus")) assertThat(diary.lines()).contains("bus");
        assertThat(diary.instance().behind()).isEmpty();
        assertThat(diary.instance().waiting()).isEmpty();
    }
}
