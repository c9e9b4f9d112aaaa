package dev.millrace.eventsourcing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.testkit.Commits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RetryPolicyTest {
    private static final Instant NOW = Commits.BEGINNING;
    private static final EntityRef ENTITY = new EntityRef("Account", "a");

    private final RuntimeException defect = new IllegalStateException("no");
    private final List<Integer> pauses = new ArrayList<>();

    @Test
    void waits_double_from_a_minute_to_four_hours() {
        assertThat(IntStream.range(0, 12).mapToObj(RetryPolicy::wait))
                .extracting(Duration::toMinutes)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 240L, 240L, 240L, 240L);
        assertThat(Stream.of(63, 64, 1_000).map(RetryPolicy::wait))
                .containsOnly(Duration.ofHours(4));
    }

    @Test
    void after_thirteen_rounds_only_the_operator_tries_again() {
        var rounds = 1;
        var parked = park(null, NOW);
        for (; parked.next() != null && rounds < 99; rounds++) parked = park(parked, parked.next());

        assertThat(rounds).isEqualTo(13).isEqualTo(RetryPolicy.rounds());
        assertThat(parked.attempts()).isEqualTo(13 * RetryPolicy.TRIES_AT_ONCE);
        assertThat(parked.since()).isEqualTo(NOW);
    }

    @Test
    void work_that_fails_again_in_a_redrive_waits_for_the_operator_again() {
        var parked = park(park(null, NOW), NOW.plus(Duration.ofDays(2)));

        assertThat(parked.next()).isNull();
        assertThat(parked.attempts()).isEqualTo(6);
    }

    @Test
    void another_piece_of_work_begins_its_own_count() {
        var before = park(park(null, NOW), NOW.plusSeconds(60));
        var later = NOW.plus(Duration.ofDays(2));

        assertThat(RetryPolicy.park(before, "Account#a/2", ENTITY, defect, later))
                .isEqualTo(
                        new Parked(
                                "Account#a/2",
                                ENTITY,
                                "java.lang.IllegalStateException: no",
                                3,
                                later,
                                later.plusSeconds(60)));
    }

    @Test
    void an_error_is_kept_in_at_most_five_hundred_characters() {
        var error = RetryPolicy.error(new IllegalStateException("x".repeat(1_000)));

        assertThat(error).hasSize(501).startsWith("java.lang.Illegal").endsWith("x…");
        assertThat(RetryPolicy.error(new IllegalStateException("x".repeat(400)))).endsWith("xx");
    }

    @Test
    void work_is_tried_three_times_with_a_pause_between_tries() {
        var tries = new ArrayList<Integer>();

        assertThat(RetryPolicy.defect(() -> failing(tries, 3), pauses::add)).isSameAs(defect);

        assertThat(tries).hasSize(3);
        assertThat(pauses).containsExactly(1, 2);
    }

    @Test
    void work_that_succeeds_at_last_has_no_defect() {
        var tries = new ArrayList<Integer>();

        assertThat(RetryPolicy.defect(() -> failing(tries, 2), pauses::add)).isNull();

        assertThat(tries).hasSize(3);
    }

    @Test
    void an_outage_is_thrown_at_once() {
        var outage = new Outage("away", null);

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() ->
                        RetryPolicy.defect(
                                () -> {
                                    throw outage;
                                },
                                pauses::add))
                .isSameAs(outage);

        assertThat(pauses).isEmpty();
    }

    private void failing(List<Integer> tries, int failures) {
        tries.add(tries.size());
        if (tries.size() <= failures) throw defect;
    }

    private Parked park(@Nullable Parked before, Instant now) {
        return RetryPolicy.park(before, "Account#a/1", ENTITY, defect, now);
    }
}
