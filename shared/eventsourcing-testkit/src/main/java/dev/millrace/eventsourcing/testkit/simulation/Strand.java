package dev.millrace.eventsourcing.testkit.simulation;

import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A thread of an invocation. It runs only while it has the baton.
final class Strand {
    final String name;
    final Invocation invocation;
    final Semaphore baton = new Semaphore(0);
    double priority;
    @Nullable BooleanSupplier waitsFor;
    @Nullable Instant sleepsUntil;

    Strand(Invocation invocation, double priority) {
        this.name = invocation.nameThread();
        this.invocation = invocation;
        this.priority = priority;
    }

    boolean canGoOn() {
        return invocation.hasCrashed() || waitsFor == null || waitsFor.getAsBoolean();
    }
}
