package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.InMemoryProcessStore;
import dev.millrace.eventsourcing.testkit.simulation.Invocation;
import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import dev.millrace.eventsourcing.testkit.simulation.Simulation;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The depot of a duel: journals, instances, bus, streams, and the machines that run its functions.
final class DuelDepot {
    static final String NAME = "depot";

    /// The types of all instances: those of the processes, and those of the stream.
    static final Map<String, ProcessType<?, ?>> PROCESSES =
            Map.of(
                    "dispatch",
                    Dispatch.TYPE,
                    "workload",
                    Workload.TYPE,
                    "tracking",
                    Tracking.TYPE,
                    NAME + "-stream",
                    ProcessType.withoutState(NAME + "-stream"));

    private static final Duration MOST_SKEW = Duration.ofMillis(50);

    final Simulation simulation;
    final DuelTrouble trouble;
    final InMemoryPorts world;
    final List<String> parcels;
    final List<String> couriers;
    final RecordStream parcelStream;
    final RecordStream courierStream;

    /// The violations that were seen while the duel ran.
    final Set<String> violations = new LinkedHashSet<>();

    private final List<Machine> idle = new ArrayList<>();
    private int invocations;
    private Runnable whenCommitted = () -> {};

    DuelDepot(long seed, int parcels, int couriers) {
        this.simulation = new Simulation(seed, Commits.BEGINNING, DuelWords::of);
        this.trouble = new DuelTrouble(simulation);
        this.world = new InMemoryPorts(simulation.runtime().clock());
        this.parcels = named("p", parcels);
        this.couriers = named("east ", couriers);
        this.parcelStream = new RecordStream(Parcel.TYPE, world.commits(Parcel.TYPE), this.parcels);
        this.courierStream =
                new RecordStream(Courier.TYPE, world.commits(Courier.TYPE), this.couriers);
    }

    private static List<String> named(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> prefix + n).toList();
    }

    List<RecordStream> streams() {
        return List.of(parcelStream, courierStream);
    }

    /// Sets what happens after each commit of a function.
    void whenCommitted(Runnable deed) {
        whenCommitted = deed;
    }

    /// A machine with a clock of its own.
    record Machine(DuelPorts ports, Processes processes, Duration skew) {}

    /// Starts an invocation, on a warm or a cold machine. A crashed machine is not used again.
    void invoke(String function, CrashPoint crashPoint, Consumer<Machine> work) {
        var machine = machine();
        var invocation = new Invocation(function + " " + ++invocations, machine.skew(), crashPoint);
        simulation.start(
                invocation,
                () -> {
                    try {
                        work.accept(machine);
                    } catch (RuntimeException failed) {
                        simulation.note("fails: " + failed);
                    }
                    if (!invocation.hasCrashed()) idle.add(machine);
                });
    }

    private Machine machine() {
        var random = simulation.random();
        if (!idle.isEmpty() && random.nextInt(3) > 0) {
            return idle.remove(random.nextInt(idle.size()));
        }
        var most = (int) MOST_SKEW.toMillis();
        var ports =
                new DuelPorts(
                        world, simulation, trouble, () -> whenCommitted.run(), violations::add);
        return new Machine(
                ports,
                new Processes(service(), ports),
                Duration.ofMillis(random.nextInt(-most, most + 1)));
    }

    private Service service() {
        return Service.named(NAME)
                .entity(Parcel.TYPE, Diagnosis.none())
                .entity(Courier.TYPE, Diagnosis.none())
                .process(
                        new FailingProcess<>(new Dispatch(couriers), trouble::requireHandleable),
                        Dispatch.PARCELS,
                        Dispatch.COURIERS)
                .process(
                        new FailingProcess<>(new Workload(), trouble::requireHandleable),
                        Workload.COURIERS)
                .process(
                        new FailingProcess<>(new Tracking(), trouble::requireHandleable),
                        Tracking.PARCELS,
                        Tracking.COURIERS);
    }

    InMemoryProcessStore<?, ?> kept(String process) {
        return world.kept(PROCESSES.getOrDefault(process, Dispatch.TYPE));
    }

    /// An instance that waits for an operator, or for its next try.
    record ParkedInstance(String process, String key) {}

    List<ParkedInstance> parked() {
        return PROCESSES.keySet().stream()
                .sorted()
                .flatMap(process ->
                        kept(process).all().stream()
                                .filter(instance -> instance.parked() != null)
                                .map(Instance::key)
                                .map(key -> new ParkedInstance(process, key)))
                .toList();
    }

    /// Whether nothing is parked and nothing will ever be due.
    boolean isAtRest() {
        return parked().isEmpty()
                && PROCESSES.keySet().stream().allMatch(process -> kept(process).nextDue() == null);
    }
}
