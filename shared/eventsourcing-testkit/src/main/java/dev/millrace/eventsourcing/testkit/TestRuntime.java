package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.Threads;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// A [Runtime] with the test's clock. Its threads are real. Its sleeper returns at once.
public final class TestRuntime {
    private TestRuntime() {}

    public static Runtime at(InstantSource clock) {
        return new Runtime(clock, RandomGenerator.getDefault(), _ -> {}, Threads.virtual());
    }
}
