package dev.millrace.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Threads;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ParallelWritesTest {
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void results_come_in_the_order_of_the_writes() {
        var writes = IntStream.range(0, 40).<Supplier<Integer>>mapToObj(n -> () -> n).toList();

        assertThat(ParallelWrites.run(Threads.virtual(), 4, writes))
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void after_the_first_failure_no_write_is_made_and_the_failure_is_thrown() {
        Supplier<Integer> write = made::incrementAndGet;
        Supplier<Integer> broken =
                () -> {
                    throw new Outage("away", null);
                };

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() ->
                        ParallelWrites.run(
                                Threads.virtual(), 1, List.of(write, broken, write, write)))
                .withMessage("away");
        assertThat(made).hasValue(1);
    }
}
