package dev.millrace.eventsourcing.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// When an instance is due.
@DisplayNameGeneration(ReplaceUnderscores.class)
class InstanceTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final List<Owed> OWED =
            List.of(new Owed("o", Diary.publish("o"), "cor", "cau", null));
    private static final List<Waiting<String>> WAITING =
            List.of(new Waiting<>("w", "w", "cor", null));

    @Test
    void an_instance_that_owes_nothing_is_never_due() {
        assertThat(instance(List.of(), Map.of(), List.of(), null).due(NOW)).isNull();
        assertThat(Instance.none("k").due(NOW)).isNull();
    }

    @Test
    void an_instance_with_owed_effects_or_waiting_inputs_is_due_in_a_minute() {
        assertThat(instance(OWED, Map.of(), List.of(), null).due(NOW)).isEqualTo(at(60));
        assertThat(instance(List.of(), Map.of(), WAITING, null).due(NOW)).isEqualTo(at(60));
    }

    @Test
    void an_instance_with_an_earlier_timer_is_due_at_that_timer() {
        var timers = Map.of("late", timer(90), "early", timer(30));

        assertThat(instance(List.of(), timers, List.of(), null).due(NOW)).isEqualTo(at(30));
        assertThat(instance(OWED, timers, List.of(), null).due(NOW)).isEqualTo(at(30));
        assertThat(instance(OWED, Map.of("late", timer(90)), WAITING, null).due(NOW))
                .isEqualTo(at(60));
    }

    @Test
    void a_parked_instance_is_due_at_its_next_try_and_never_if_it_waits_for_redrive() {
        var timers = Map.of("early", timer(30));

        assertThat(instance(OWED, timers, WAITING, parked(at(120))).due(NOW)).isEqualTo(at(120));
        assertThat(instance(OWED, timers, WAITING, parked(null)).due(NOW)).isNull();
    }

    private static Instance<String, String> instance(
            List<Owed> owed,
            Map<String, Timer> timers,
            List<Waiting<String>> waiting,
            @Nullable Parked parked) {
        return new Instance<>(
                "k",
                1,
                "s",
                false,
                Map.of(),
                owed,
                timers,
                waiting,
                List.of(),
                parked,
                Set.of(),
                OtherEntities.NONE);
    }

    private static Parked parked(@Nullable Instant next) {
        return new Parked("o", null, "error", 3, NOW, next);
    }

    private static Timer timer(long seconds) {
        return new Timer(at(seconds), null, "cor", "cau");
    }

    private static Instant at(long seconds) {
        return NOW.plusSeconds(seconds);
    }
}
