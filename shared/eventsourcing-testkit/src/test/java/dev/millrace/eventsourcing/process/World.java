package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The ports in memory. A test can make commits unreadable, break the bus, and have every race
/// lost. The pauses between tries are recorded.
final class World extends InMemoryPorts {
    final VirtualClock clock;
    final List<Integer> pauses;

    /// The number of the last commit that can be read.
    final AtomicLong lastReadable;

    final AtomicBoolean busIsBroken;

    /// The keys of instances that cannot be read.
    final Set<String> unreadable;

    /// Whether every save of an instance loses its race to another writer.
    final AtomicBoolean losesRaces;

    World() {
        this(new VirtualClock(Commits.BEGINNING));
    }

    private World(VirtualClock clock) {
        super(clock);
        this.clock = clock;
        this.pauses = new ArrayList<>();
        this.lastReadable = new AtomicLong(Long.MAX_VALUE);
        this.busIsBroken = new AtomicBoolean();
        this.losesRaces = new AtomicBoolean();
        this.unreadable = new HashSet<>();
    }

    private World(World other, Faults faults) {
        super(other, faults);
        this.clock = other.clock;
        this.pauses = other.pauses;
        this.lastReadable = other.lastReadable;
        this.busIsBroken = other.busIsBroken;
        this.losesRaces = other.losesRaces;
        this.unreadable = other.unreadable;
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
    public <S, I> ProcessStore<S, I> instances(ProcessType<S, I> type) {
        var store = super.instances(type);
        return new ProcessStore<>() {
            @Override
            public Instance<S, I> load(String key) {
                if (unreadable.contains(key)) throw new IllegalArgumentException("spoilt: " + key);
                return store.load(key);
            }

            @Override
            public boolean save(Instance<S, I> instance, Instant now) {
                return !losesRaces.get() && store.save(instance, now);
            }

            @Override
            public boolean hasRoom(Instance<S, I> instance) {
                return store.hasRoom(instance);
            }
        };
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
