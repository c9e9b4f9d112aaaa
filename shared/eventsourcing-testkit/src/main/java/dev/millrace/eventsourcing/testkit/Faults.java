package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Outage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Injects faults at chosen calls of ports, and records the calls. Calls are counted from 1 over
/// all ports that share this object, so a test can inject a fault at every call in turn. Several
/// faults of one call happen in the order in which they were added.
///
/// Use it in one thread only: with several, a number would not identify a call.
public final class Faults implements PortCalls {
    private final Map<Integer, Runnable> before = new HashMap<>();
    private final Map<Integer, Runnable> after = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    /// The n-th call throws an [Outage] and has no effect.
    public Faults failBefore(int call) {
        return meanwhile(call, () -> fail("before", call));
    }

    /// The n-th call takes effect, but its answer is lost: it throws an [Outage].
    public Faults failAfter(int call) {
        after.merge(call, () -> fail("after", call), Faults::inOrder);
        return this;
    }

    /// The n-th call has no effect, and the process crashes.
    public Faults crashBefore(int call) {
        return meanwhile(call, Faults::crash);
    }

    /// The n-th call takes effect, and then the process crashes.
    public Faults crashAfter(int call) {
        after.merge(call, Faults::crash, Faults::inOrder);
        return this;
    }

    /// Runs other code just before the n-th call takes effect.
    public Faults meanwhile(int call, Runnable other) {
        before.merge(call, other, Faults::inOrder);
        return this;
    }

    /// The calls so far, in order: `append a 1`.
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /// Forgets the calls so far: the next call is number 1. The faults stay.
    public void forgetCalls() {
        calls.clear();
    }

    /// Makes a call of a port, with the faults of its number.
    @Override
    public <T extends @Nullable Object> T call(String name, Supplier<T> port) {
        calls.add(name);
        var number = calls.size();
        before.getOrDefault(number, () -> {}).run();
        var answer = port.get();
        after.getOrDefault(number, () -> {}).run();
        return answer;
    }

    private static Runnable inOrder(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }

    private static void crash() {
        throw new Crash();
    }

    /// A simulated death of the process. The test must discard the objects that a crash passed
    /// through.
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private void fail(String when, int call) {
        throw new Outage("injected %s call %s (%s)".formatted(when, call, calls.getLast()), null);
    }
}
