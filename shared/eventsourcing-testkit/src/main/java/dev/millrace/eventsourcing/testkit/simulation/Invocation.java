package dev.millrace.eventsourcing.testkit.simulation;

import java.time.Duration;

/// One run of a function on one machine: all of its threads.
public final class Invocation {
    private final String name;
    private final Duration skew;
    private final CrashPoint crashPoint;
    private int calls;
    private int threads;
    private boolean crashed;

    /// @param skew how far the clock of its machine is ahead of the simulation's clock
    public Invocation(String name, Duration skew, CrashPoint crashPoint) {
        this.name = name;
        this.skew = skew;
        this.crashPoint = crashPoint;
    }

    /// Where an invocation crashes.
    ///
    /// @param call the number of the call, counted from 1; 0 for never
    /// @param takesEffect whether it crashes after the call instead of before it
    public record CrashPoint(int call, boolean takesEffect) {
        public static final CrashPoint NEVER = new CrashPoint(0, false);
    }

    public String name() {
        return name;
    }

    /// Whether it ended by a crash.
    public boolean hasCrashed() {
        return crashed;
    }

    Duration skew() {
        return skew;
    }

    String nameThread() {
        threads++;
        return threads == 1 ? name : name + "/" + (threads - 1);
    }

    void crash() {
        crashed = true;
    }

    void countCall() {
        calls++;
    }

    boolean crashesHere(boolean tookEffect) {
        return calls == crashPoint.call() && tookEffect == crashPoint.takesEffect();
    }

    void goOn() {
        if (crashed) throw new Crash(name);
    }
}
