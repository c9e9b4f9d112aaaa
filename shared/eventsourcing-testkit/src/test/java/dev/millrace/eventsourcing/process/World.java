package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The ports in memory, where a test can make commits unreadable and break the bus. The pauses
/// between tries are recorded.
final class World extends InMemoryPorts {
    final VirtualClock clock;
    final List<Integer> pauses;

    /// The number of the last commit that can be read.
    final AtomicLong lastReadable;

    final AtomicBoolean busIsBroken;

    World() {
        this(new VirtualClock(Commits.BEGINNING));
    }

    private World(VirtualClock clock) {
        super(clock);
        this.clock = clock;
        this.pauses = new ArrayList<>();
        this.lastReadable = new AtomicLong(Long.MAX_VALUE);
        this.busIsBroken = new AtomicBoolean();
    }

    private World(World other, Faults faults) {
        super(other, faults);
        this.clock = other.clock;
        this.pauses = other.pauses;
        this.lastReadable = other.lastReadable;
        this.busIsBroken = other.busIsBroken;
    }

    @Override
    public World with(Faults faults) {
        return new World(this, faults);
    }

    @Override
    public <S, E> Journal<S, E> journal(EntityType<S, ?, E, ?> type) {
        return new ReadableUpTo<>(lastReadable, super.journal(type));
    }

    @Override
    public Bus bus() {
        if (busIsBroken.get()) throw new IllegalStateException("the bus is broken");
        return super.bus();
    }

    @Override
    public Backoff backoff() {
        return pauses::add;
    }
}
