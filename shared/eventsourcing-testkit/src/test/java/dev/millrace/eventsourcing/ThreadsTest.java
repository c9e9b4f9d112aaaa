package dev.millrace.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(20)
class ThreadsTest {
    private final Threads threads = Threads.virtual();
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void the_allowed_number_of_tasks_run_at_once_and_never_more() {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var three = new CountDownLatch(3);
        try (var tasks = threads.open(3)) {
            for (var n = 0; n < 100; n++) {
                tasks.execute(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    three.countDown();
                    await(three);
                    running.decrementAndGet();
                });
            }
        }

        assertThat(most).hasValue(3);
    }

    @Test
    void starting_a_task_waits_for_a_free_place() throws Exception {
        try (var tasks = threads.open(1)) {
            tasks.execute(() -> await(open));
            var starter = Thread.startVirtualThread(() -> tasks.execute(ended::incrementAndGet));
            assertThat(starter.join(Duration.ofMillis(50))).isFalse();
            assertThat(ended).hasValue(0);

            open.countDown();
            starter.join();
        }

        assertThat(ended).hasValue(1);
    }

    @Test
    void a_hanging_task_occupies_only_one_place() {
        try (var tasks = threads.open(2)) {
            tasks.execute(() -> await(open));
            for (var n = 0; n < 10; n++) tasks.execute(ended::incrementAndGet);
            tasks.execute(open::countDown);
        }

        assertThat(ended).hasValue(10);
    }

    @Test
    void closing_waits_for_every_task() {
        try (var tasks = threads.open(4)) {
            for (var n = 0; n < 3; n++) {
                tasks.execute(() -> {
                    await(open);
                    ended.incrementAndGet();
                });
            }
            tasks.execute(open::countDown);
        }

        assertThat(ended).hasValue(3);
    }

    @Test
    void results_come_in_the_order_of_the_tasks() {
        var tasks = IntStream.range(0, 50).<Callable<Integer>>mapToObj(n -> () -> n).toList();

        assertThat(threads.runAll(7, tasks).stream().map(Future::resultNow))
                .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
        assertThat(threads.runAll(7, List.of())).isEmpty();
    }

    @Test
    void a_failing_task_does_not_stop_the_others() {
        var results =
                threads.runAll(
                        1,
                        List.<Callable<String>>of(
                                () -> "first",
                                () -> {
                                    throw new Outage("away", null);
                                },
                                () -> {
                                    throw new StackOverflowError();
                                },
                                () -> "last"));

        assertThat(results.stream().map(Future::state))
                .containsExactly(State.SUCCESS, State.FAILED, State.FAILED, State.SUCCESS);
        assertThat(results.get(1).exceptionNow()).hasMessage("away");
        assertThat(results.getLast().resultNow()).isEqualTo("last");
    }

    @Test
    void after_an_interrupt_no_task_is_started() {
        try (var tasks = threads.open(1)) {
            tasks.execute(() -> await(open));
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(Outage.class)
                    .isThrownBy(() -> tasks.execute(ended::incrementAndGet))
                    .withMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            open.countDown();
        }

        assertThat(ended).hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
