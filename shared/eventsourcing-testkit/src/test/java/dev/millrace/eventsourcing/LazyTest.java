package dev.millrace.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LazyTest {
    private final AtomicInteger made = new AtomicInteger();
    private final Lazy<Integer> lazy = new Lazy<>(this::make);

    private int make() {
        return made.incrementAndGet();
    }

    @Test
    void a_value_is_made_when_it_is_first_needed_and_once() {
        assertThat(made).hasValue(0);

        assertThat(lazy.get()).isEqualTo(1);
        assertThat(lazy.get()).isEqualTo(1);
    }

    @Test
    void if_making_it_fails_the_next_call_tries_again() {
        var failing =
                new Lazy<>(() -> {
                    if (make() == 1) throw new IllegalStateException("not yet");
                    return "made";
                });

        assertThatIllegalStateException().isThrownBy(failing::get).withMessage("not yet");
        assertThat(failing.get()).isEqualTo("made");
    }

    @Test
    void all_threads_are_given_one_value() throws Exception {
        var start = new CyclicBarrier(8);
        Callable<Integer> reader =
                () -> {
                    start.await(20, TimeUnit.SECONDS);
                    return lazy.get();
                };

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(Collections.nCopies(8, reader)))
                    .extracting(Future::resultNow)
                    .containsOnly(1);
        }
    }
}
