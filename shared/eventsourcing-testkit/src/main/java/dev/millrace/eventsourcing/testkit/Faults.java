package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Outage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Listens to the calls of ports and makes trouble at those it is told, counted from 1 over all
/// ports that share it. A test that goes through every number meets every fault there is. What is
/// told for one call happens in the order it was told.
///
/// For one thread: a test that injects faults wants to know where.
public final class Faults implements PortCalls {
    private final Map<Integer, Runnable> before = new HashMap<>();
    private final Map<Integer, Runnable> after = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    /// The n-th call fails and has no effect.
    public Faults failBefore(int call) {
        return meanwhile(call, () -> fail("before", call));
    }

    /// The n-th call takes effect, but its answer is lost.
    public Faults failAfter(int call) {
        after.merge(call, () -> fail("after", call), Faults::inOrder);
        return this;
    }

    /// The process dies at the n-th call, which has no effect.
    public Faults crashBefore(int call) {
        return meanwhile(call, Faults::crash);
    }

    /// The n-th call takes effect, and then the process dies.
    public Faults crashAfter(int call) {
        after.merge(call, Faults::crash, Faults::inOrder);
        return this;
    }

    /// Somebody else does something just before the n-th call takes effect.
    public Faults meanwhile(int call, Runnable other) {
        before.merge(call, other, Faults::inOrder);
        return this;
    }

    /// What was called, in order: `append a 1`.
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /// Forgets the calls so far: the next one is the first. Faults stay as they are.
    public void forgetCalls() {
        calls.clear();
    }

    /// Makes a call of a port, with the trouble it is to have.
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

    /// Nothing of the code it goes through may go on: its objects are to be thrown away.
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private void fail(String when, int call) {
        throw new Outage("injected %s call %s (%s)".formatted(when, call, calls.getLast()), null);
    }
}
