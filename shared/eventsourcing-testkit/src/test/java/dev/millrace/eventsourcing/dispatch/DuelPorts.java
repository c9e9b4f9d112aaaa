package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.FaultyBus;
import dev.millrace.eventsourcing.testkit.FaultyJournal;
import dev.millrace.eventsourcing.testkit.FaultyProcessStore;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.PortCalls;
import dev.millrace.eventsourcing.testkit.simulation.Simulation;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ports of one machine in a duel. Each call goes through the simulation, with the current
/// faults.
final class DuelPorts extends InMemoryPorts {
    private final Simulation simulation;
    private final DuelTrouble trouble;
    private final Runnable whenCommitted;
    private final Consumer<String> violations;

    /// @param whenCommitted run after each commit that is written
    /// @param violations receives each promise that a write breaks
    DuelPorts(
            InMemoryPorts world,
            Simulation simulation,
            DuelTrouble trouble,
            Runnable whenCommitted,
            Consumer<String> violations) {
        super(world, new Faults());
        this.simulation = simulation;
        this.trouble = trouble;
        this.whenCommitted = whenCommitted;
        this.violations = violations;
    }

    /// The calls of one port, which has outages of its own.
    ///
    /// @param process whose instances the port keeps; null for other ports
    private record Calls(DuelPorts ports, String place, @Nullable String process)
            implements PortCalls {
        @Override
        @SuppressWarnings("NullAway") // a null answer is passed on
        public <T extends @Nullable Object> T call(String name, Supplier<T> port) {
            if (process != null) ports.trouble.touch(process);
            return ports.simulation
                    .call(
                            process == null ? name : process + ": " + name,
                            () -> Optional.ofNullable(ports.trouble.around(place, name, port)))
                    .orElse(null);
        }
    }

    @Override
    public <S, E> Journal<S, E> journal(EntityType<S, ?, E, ?> type) {
        var calls = new Calls(this, type.name(), null);
        return new FaultyJournal<>(
                new DuelJournal<>(commits(type), type, trouble, whenCommitted), calls);
    }

    @Override
    public <S, I> ProcessStore<S, I> instances(ProcessType<S, I> type) {
        return new FaultyProcessStore<>(
                new WatchedStore<>(kept(type), violations),
                new Calls(this, type.name(), type.name()));
    }

    @Override
    public Bus bus() {
        return new FaultyBus(published(), new Calls(this, DuelTrouble.BUS, null));
    }

    @Override
    public Backoff backoff() {
        return simulation.runtime().backoff();
    }
}
