package dev.millrace.eventsourcing.testkit.simulation;

import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs invocations concurrently, one thread at a time, in an order that follows from a seed.
///
/// The simulation may switch threads where code calls a port, starts or awaits tasks, or sleeps.
/// Time is virtual: a call takes a few milliseconds, a sleep as long as it says.
///
/// Code under simulation must take its time, random numbers, waiting and threads from [#runtime()]
/// alone, and make its calls through [#call].
public final class Simulation {
    private static final int MOST_STEPS = 20_000;
    private static final int MOST_MILLIS_A_CALL = 5;

    private final RandomGenerator random;
    private final Schedule schedule;
    private final History history;
    private final List<Strand> threads = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private Instant now;
    private int steps;
    private @Nullable Strand current;
    private @Nullable String failure;

    /// @param words formats a request or an answer for the history
    public Simulation(long seed, Instant start, Function<Object, String> words) {
        this.random = new SplittableRandom(seed);
        this.schedule = Schedule.of(random);
        this.now = start;
        this.history = new History(start, words);
    }

    /// The random numbers for everything that the seed decides besides the order of threads.
    public RandomGenerator random() {
        return random;
    }

    public Instant now() {
        return now;
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    public History history() {
        return history;
    }

    /// Adds a line to the history.
    public void note(String what) {
        history.add(now, current == null ? "" : current.name, what, "");
    }

    /// The runtime for code under simulation. Its clock has the skew of the calling invocation.
    public Runtime runtime() {
        return new Runtime(this::instant, random, this::sleep, this::open);
    }

    /// Starts an invocation, which runs in [#run()].
    public void start(Invocation invocation, Runnable work) {
        var thread = new Strand(invocation, random.nextDouble());
        threads.add(thread);
        Thread.ofVirtual()
                .start(() -> {
                    thread.baton.acquireUninterruptibly();
                    try {
                        invocation.goOn();
                        work.run();
                    } catch (Crash crash) {
                        // The history contains the crash.
                    } catch (RuntimeException | Error failed) {
                        note("ended by " + failed);
                    } finally {
                        threads.remove(thread);
                        passOn();
                    }
                });
    }

    /// Runs all started invocations, and those that they start, to their end.
    ///
    /// @throws IllegalStateException if all threads wait for each other, or after 20,000 steps
    public void run() {
        if (threads.isEmpty()) return;
        passOn();
        ended.acquireUninterruptibly();
        current = null;
        if (failure != null) throw new IllegalStateException(failure);
    }

    /// Makes a call of a port. Other threads may run before it and after it, and the invocation may
    /// crash on either side. Outside of an invocation it only makes the call.
    ///
    /// @param what the request, as the history shows it
    public <T> T call(Object what, Supplier<T> call) {
        var caller = current;
        if (caller == null) return call.get();
        letOthersRun(caller);
        caller.invocation.countCall();
        crashHere(caller, what, false);
        now = now.plusMillis(random.nextInt(MOST_MILLIS_A_CALL + 1));
        try {
            var answer = call.get();
            history.add(now, caller.name, what, answer);
            crashHere(caller, "after that", true);
            return answer;
        } catch (RuntimeException failed) {
            history.add(now, caller.name, what, failed);
            throw failed;
        }
    }

    private void crashHere(Strand caller, Object what, boolean tookEffect) {
        if (!caller.invocation.crashesHere(tookEffect)) return;
        history.add(now, caller.name, what, "CRASH");
        caller.invocation.crash();
        caller.invocation.goOn();
    }

    private Instant instant() {
        return current == null ? now : now.plus(current.invocation.skew());
    }

    private void sleep(Duration duration) {
        if (current == null) return;
        var sleeper = current;
        sleeper.sleepsUntil = now.plus(duration);
        letOthersRun(sleeper);
    }

    private void await(BooleanSupplier condition) {
        if (current == null) throw new IllegalStateException("no invocation runs");
        var waiting = current;
        waiting.waitsFor = condition;
        letOthersRun(waiting);
    }

    private Threads.Tasks open(int atOnce) {
        if (current == null) throw new IllegalStateException("tasks outside of an invocation");
        var invocation = current.invocation;
        return new Threads.Tasks() {
            private int running;

            @Override
            public void execute(Runnable task) {
                await(() -> running < atOnce);
                running++;
                start(
                        invocation,
                        () -> {
                            try {
                                task.run();
                            } finally {
                                running--;
                            }
                        });
            }

            @Override
            public void close() {
                await(() -> running == 0);
            }
        };
    }

    /// Lets other threads run first if the schedule chooses one.
    private void letOthersRun(Strand thread) {
        var next = choose(thread);
        if (next != thread) {
            current = next;
            next.baton.release();
            thread.baton.acquireUninterruptibly();
        }
        current = thread;
        thread.waitsFor = null;
        var until = thread.sleepsUntil;
        thread.sleepsUntil = null;
        if (until != null && until.isAfter(now)) now = until;
        thread.invocation.goOn();
    }

    private void passOn() {
        if (threads.isEmpty()) ended.release();
        else {
            current = choose(null);
            current.baton.release();
        }
    }

    private Strand choose(@Nullable Strand running) {
        if (++steps > MOST_STEPS) stop("no end after " + MOST_STEPS + " steps");
        var candidates = threads.stream().filter(Strand::canGoOn).toList();
        if (candidates.isEmpty()) {
            stop("a deadlock of " + threads.stream().map(one -> one.name).toList());
            return threads.getFirst();
        }
        return schedule.choose(running, candidates);
    }

    /// Ends everything: a thread of a crashed invocation no longer waits.
    private void stop(String why) {
        if (failure == null) failure = why;
        threads.forEach(thread -> thread.invocation.crash());
    }
}
