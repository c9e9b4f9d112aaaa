package dev.millrace.eventsourcing.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.millrace.eventsourcing.testkit.simulation.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes over several entities keep their promises in any order of concurrent functions.
///
/// `-Dduel.seed=N` repeats one duel and prints it; `-Dduel.count=N` runs N new ones.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DispatchDuelTest {
    private static final int FIXED_DUELS = 300;
    private static final Duration FRESH_TIME = Duration.ofSeconds(5);

    /// Seeds whose duels find faults that the code once had:
    ///
    /// - 104449: a function decided that it sent a command for the first time, paused, and did not
    ///   search the target.
    ///
    /// A seed names its duel only for the current generator. After a change of `DuelStory` or
    /// `DuelMoves`, plant the faults again and choose new seeds.
    @ParameterizedTest
    @ValueSource(longs = 104449)
    void a_duel_that_was_lost_once_is_won(long seed) {
        hold(seed);
    }

    @Test
    void the_same_duels_every_time() {
        Seeds.run(1, FIXED_DUELS, DispatchDuelTest::hold);
    }

    /// Other duels in each build.
    @Test
    void fresh_duels() {
        Seeds.fresh(
                FRESH_TIME,
                DispatchDuelTest::hold,
                seed -> System.out.println(DispatchDuel.of(seed).account().get()));
    }

    @Test
    void a_seed_repeats_its_duel() {
        Seeds.run(
                0,
                20,
                seed ->
                        assertThat(DispatchDuel.of(seed).account().get())
                                .isEqualTo(DispatchDuel.of(seed).account().get()));
    }

    private static void hold(long seed) {
        var result = DispatchDuel.of(seed);
        if (!result.violations().isEmpty()) {
            fail(
                    "repeat it by -Dtest=DispatchDuelTest#fresh_duels -Dduel.seed=%d%n%s",
                    seed, result.account().get());
        }
    }
}
