package dev.millrace.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConflictsTest {
    private final List<Integer> pauses = new ArrayList<>();
    private final Conflicts conflicts = new Conflicts("the work", pauses::add);

    @Test
    void each_lost_race_is_followed_by_a_pause_and_the_tenth_is_an_outage() {
        for (var n = 1; n < Conflicts.MOST; n++) conflicts.lost();

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(conflicts::lost)
                .withMessage("the work lost 10 races in a row; try it again");

        assertThat(pauses).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void the_first_race_may_be_lost_without_a_pause() {
        assertThat(conflicts.lostFirst()).isTrue();
        for (var n = 2; n < Conflicts.MOST; n++) assertThat(conflicts.lostFirst()).isFalse();

        assertThatExceptionOfType(Outage.class).isThrownBy(conflicts::lostFirst);

        assertThat(pauses).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }
}
