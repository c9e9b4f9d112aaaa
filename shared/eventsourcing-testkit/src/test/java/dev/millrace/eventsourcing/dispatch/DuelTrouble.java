package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.testkit.simulation.Simulation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The faults of a duel. Outages: ports that reject every call for a while, and calls that time out
/// at random, before or after they took effect. Defects: commits that cannot be read, inputs on
/// which a process fails, commands that cannot be written, a bus that rejects messages.
final class DuelTrouble {
    /// Stands for every reader of a commit, the stream included.
    static final String EVERYBODY = "everybody";

    static final String BUS = "bus";

    private static final List<Double> CHANCES = List.of(0.0, 0.0, 0.0, 0.02, 0.1);

    private final Simulation simulation;
    private final Set<String> throttled = new HashSet<>();
    private final Map<String, String> unreadable = new HashMap<>();
    private final Map<String, String> failing = new HashMap<>();
    private final Set<String> unwritable = new HashSet<>();

    /// The process whose instance this thread touched last.
    private final ThreadLocal<String> reader = ThreadLocal.withInitial(() -> "");

    private double chance;

    DuelTrouble(Simulation simulation) {
        this.simulation = simulation;
    }

    void begin() {
        chance = CHANCES.get(simulation.random().nextInt(CHANCES.size()));
    }

    void mend() {
        throttled.clear();
        unreadable.clear();
        failing.clear();
        unwritable.clear();
    }

    void end() {
        mend();
        chance = 0;
    }

    /// @param place a port: `Parcel`, `tracking`, `bus`
    void throttle(String place) {
        throttled.add(place);
    }

    /// @param commit its name: `Courier#east 1/3`
    /// @param by a process, or [#EVERYBODY]
    void makeUnreadable(String commit, String by) {
        unreadable.put(commit, by);
    }

    /// @param word the process fails on inputs that contain it
    void fail(String process, String word) {
        failing.put(process, word);
    }

    /// @param place the bus, or an entity's type: commands of processes to it cannot be written
    void makeUnwritable(String place) {
        unwritable.add(place);
    }

    void touch(String process) {
        reader.set(process);
    }

    boolean isUnreadable(String commit) {
        return EVERYBODY.equals(unreadable.get(commit));
    }

    void requireReadable(String commit) {
        var by = unreadable.get(commit);
        if (by != null && (by.equals(EVERYBODY) || by.equals(reader.get()))) {
            throw new IllegalArgumentException(commit + " cannot be read");
        }
    }

    void requireHandleable(String process, Object input) {
        var word = failing.get(process);
        if (word != null && input.toString().contains(word)) {
            throw new IllegalStateException(process + " fails on " + input);
        }
    }

    /// Makes a call with the current faults.
    <T extends @Nullable Object> T around(String place, String name, Supplier<T> call) {
        if (throttled.contains(place)) throw new Outage(place + " is throttled", null);
        var isWrite = name.startsWith("append") || name.startsWith("publish");
        if (isWrite && unwritable.contains(place) && !reader.get().isEmpty()) {
            throw new IllegalArgumentException(place + " takes no " + name);
        }
        if (chance == 0 || simulation.random().nextDouble() >= chance) return call.get();
        if (simulation.random().nextBoolean()) throw new Outage("timed out", null);
        var lost = call.get();
        throw new Outage("timed out, and took effect: " + lost, null);
    }
}
