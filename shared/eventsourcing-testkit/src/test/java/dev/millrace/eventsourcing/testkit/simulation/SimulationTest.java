package dev.millrace.eventsourcing.testkit.simulation;

import static dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint.NEVER;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SimulationTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<String> done = new ArrayList<>();

    @Test
    void the_same_seed_gives_the_same_history() {
        for (var seed = 0; seed < 50; seed++) {
            assertThat(busy(seed).history()).hasToString(busy(seed).history().toString());
        }
    }

    @Test
    void seeds_find_every_order_of_two_invocations() {
        var orders = new HashSet<List<String>>();
        for (var seed = 0; seed < 200; seed++) {
            done.clear();
            var simulation = simulation(seed);
            start(simulation, "a", NEVER, name -> twoCalls(simulation, name));
            start(simulation, "b", NEVER, name -> twoCalls(simulation, name));
            simulation.run();
            orders.add(List.copyOf(done));
        }
        assertThat(orders).hasSize(6);
    }

    @Test
    void a_crash_before_a_call_has_no_effect_and_ends_all_threads_of_the_invocation() {
        for (var seed = 0; seed < 50; seed++) {
            done.clear();
            var simulation = simulation(seed);
            start(
                    simulation,
                    "a",
                    new CrashPoint(2, false),
                    name -> {
                        try (var tasks = simulation.runtime().threads().open(2)) {
                            tasks.execute(() -> stubborn(simulation, name));
                            tasks.execute(() -> stubborn(simulation, name));
                        }
                    });
            start(simulation, "b", NEVER, name -> twoCalls(simulation, name));
            simulation.run();

            assertThat(done).filteredOn(one -> one.startsWith("a")).hasSize(1);
            assertThat(done).filteredOn(one -> one.startsWith("b")).hasSize(2);
        }
    }

    @Test
    void a_crash_after_a_call_leaves_its_effect() {
        var simulation = simulation(1);
        start(simulation, "a", new CrashPoint(2, true), name -> stubborn(simulation, name));
        simulation.run();

        assertThat(done).containsExactly("a 1", "a 2");
    }

    @Test
    void a_sleep_moves_the_time_and_clocks_differ_by_their_skew() {
        var simulation = simulation(1);
        var times = new ArrayList<Instant>();
        simulation.start(
                new Invocation("a", ofMillis(50), NEVER),
                () -> {
                    simulation.runtime().backoff().pause(20);
                    times.add(simulation.runtime().clock().instant());
                });
        simulation.run();

        assertThat(times).containsExactly(simulation.now().plusMillis(50));
        assertThat(Duration.between(START, simulation.now())).isPositive();
    }

    @Test
    void no_more_tasks_run_at_once_than_allowed() {
        for (var seed = 0; seed < 50; seed++) {
            var simulation = simulation(seed);
            var running = new int[] {0, 0};
            Callable<String> task =
                    () -> {
                        running[0]++;
                        running[1] = Math.max(running[0], running[1]);
                        twoCalls(simulation, "a");
                        running[0]--;
                        return "done";
                    };
            start(
                    simulation,
                    "a",
                    NEVER,
                    _ ->
                            assertThat(
                                            simulation
                                                    .runtime()
                                                    .threads()
                                                    .runAll(2, List.of(task, task, task)))
                                    .allSatisfy(
                                            one -> assertThat(one.resultNow()).isEqualTo("done")));
            simulation.run();

            assertThat(running[1]).isBetween(1, 2);
        }
    }

    @Test
    void a_task_that_waits_for_itself_is_a_deadlock() {
        var simulation = simulation(1);
        start(
                simulation,
                "a",
                NEVER,
                _ -> {
                    var tasks = simulation.runtime().threads().open(1);
                    tasks.execute(tasks::close);
                    tasks.close();
                });

        assertThatIllegalStateException()
                .isThrownBy(simulation::run)
                .withMessage("a deadlock of [a, a/1]");
    }

    @Test
    void an_invocation_that_never_ends_is_stopped() {
        var simulation = simulation(1);
        start(
                simulation,
                "a",
                NEVER,
                name -> {
                    while (true) twoCalls(simulation, name);
                });

        assertThatIllegalStateException()
                .isThrownBy(simulation::run)
                .withMessageContaining("no end after");
    }

    private Simulation busy(long seed) {
        var simulation = simulation(seed);
        for (var name : List.of("a", "b", "c")) {
            start(
                    simulation,
                    name,
                    new CrashPoint(3, name.equals("b")),
                    _ -> {
                        try (var tasks = simulation.runtime().threads().open(2)) {
                            for (var n = 0; n < 3; n++) {
                                tasks.execute(() -> twoCalls(simulation, name));
                            }
                        }
                        simulation.runtime().backoff().pause(3);
                        twoCalls(simulation, name);
                    });
        }
        simulation.run();
        return simulation;
    }

    private static Simulation simulation(long seed) {
        return new Simulation(seed, START, String::valueOf);
    }

    private static void start(
            Simulation simulation, String name, CrashPoint crashPoint, Consumer<String> work) {
        simulation.start(new Invocation(name, ZERO, crashPoint), () -> work.accept(name));
    }

    private void twoCalls(Simulation simulation, String name) {
        simulation.call("1", () -> done.add(name + " 1"));
        simulation.call("2", () -> done.add(name + " 2"));
    }

    /// Catches every crash and goes on.
    private void stubborn(Simulation simulation, String name) {
        for (var n = 1; n < 4; n++) {
            var call = name + " " + n;
            try {
                simulation.call(call, () -> done.add(call));
            } catch (Crash caught) {
                simulation.note("goes on");
            }
        }
    }
}
