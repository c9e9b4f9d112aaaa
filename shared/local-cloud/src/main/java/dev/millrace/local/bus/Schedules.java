package dev.millrace.local.bus;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.Signal;
import dev.millrace.local.functions.Asynchronous;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.functions.InvocationResult;
import dev.millrace.local.store.LocalStore;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Fires each schedule when it is due. The next due time is stored. A schedule that became due
/// while the local cloud did not run fires once after the start.
public final class Schedules {
    private static final String NAMESPACE = "schedule";

    private final List<Schedule> schedules;
    private final Asynchronous asynchronous;
    private final LocalStore localStore;
    private final Place place;
    private final InstantSource clock;
    private final Signal closing = new Signal();
    private final List<Thread> threads = new ArrayList<>();

    public Schedules(
            Template template,
            Functions functions,
            Asynchronous asynchronous,
            LocalStore localStore,
            Optional<Duration> every,
            InstantSource clock) {
        this.schedules = Schedule.all(template, functions, every);
        this.asynchronous = asynchronous;
        this.localStore = localStore;
        this.place = template.place();
        this.clock = clock;
    }

    public void start() {
        for (var schedule : schedules) {
            threads.add(
                    Thread.ofVirtual()
                            .name("schedule " + schedule.name())
                            .start(() -> run(schedule)));
        }
    }

    /// The logical ids of the functions that a schedule runs.
    public List<String> functions() {
        return schedules.stream().map(one -> one.function().spec().id()).distinct().toList();
    }

    /// Runs a function now on the event of its schedule, and returns the result.
    public InvocationResult runNow(String function) throws InterruptedException {
        var schedule =
                schedules.stream()
                        .filter(one -> one.function().spec().id().equals(function))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("no schedule runs " + function));
        return schedule.function().invoke(schedule.event(clock.instant(), place));
    }

    private void run(Schedule schedule) {
        try {
            for (var due = firstDue(schedule); ; due = next(due, schedule.every())) {
                localStore.put(NAMESPACE, schedule.name(), new TextNode(due.toString()));
                closing.pause(Duration.between(clock.instant(), due));
                if (closing.closed()) {
                    return;
                }
                // After a crash here, the same due time fires again. The same id makes both one
                // invocation.
                asynchronous.invoke(
                        schedule.function(),
                        schedule.event(due, place),
                        "schedule " + schedule.name() + " " + due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The stored due time, but at most one period from now.
    private Instant firstDue(Schedule schedule) {
        var inTurn = clock.instant().plus(schedule.every());
        return localStore
                .get(NAMESPACE, schedule.name())
                .map(value -> Instant.parse(value.asText()))
                .filter(due -> due.isBefore(inTurn))
                .orElse(inTurn);
    }

    /// Due times that have already passed are left out.
    private Instant next(Instant due, Duration every) {
        var next = due.plus(every);
        var now = clock.instant();
        return next.isBefore(now) ? now.plus(every) : next;
    }

    public void close() throws InterruptedException {
        closing.close();
        for (var thread : threads) {
            thread.join();
        }
    }
}
