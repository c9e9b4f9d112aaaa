package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.StatefulProcess.Interest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tests of a process, as sentences: given these inputs, when this one, then those effects or
/// nothing.
///
/// ```java
/// payments.given(placed).when(paid).thenNothing().when(confirmed).then(bring).after(ofDays(1)).thenNothing();
/// ```
///
/// A scenario goes on where it ended, and keeps the timers that are still to come. Its clock stands
/// still but for [#after(Duration)].
public final class ProcessScenario<S, I> {
    private final StatefulProcess<S, I> process;
    private final @Nullable S state;
    private final boolean finished;
    private final Map<String, Instant> timers;
    private final Instant now;
    private final List<String> story;

    private ProcessScenario(
            StatefulProcess<S, I> process,
            @Nullable S state,
            boolean finished,
            Map<String, Instant> timers,
            Instant now,
            List<String> story) {
        this.process = process;
        this.state = state;
        this.finished = finished;
        this.timers = timers;
        this.now = now;
        this.story = story;
    }

    /// There is no instance yet.
    ///
    /// @param now what its clock says, until time passes
    public static <S, I> ProcessScenario<S, I> of(StatefulProcess<S, I> process, Instant now) {
        return new ProcessScenario<>(process, null, false, Map.of(), now, List.of());
    }

    /// An instance is there and took these. What continues an instance may come first: so it is
    /// with a journal that said something before the instance started.
    @SafeVarargs
    public final ProcessScenario<S, I> given(I... inputs) {
        var next = state == null ? at(process.initial(), timers, now) : this;
        for (var input : inputs) next = next.take("given " + input, input).after;
        return next;
    }

    public When when(I input) {
        return take("when " + input, input);
    }

    /// Time passes; the timers that become due fire, each at its instant, the earliest first.
    public When after(Duration time) {
        var until = now.plus(time);
        var effects = new ArrayList<Effect>();
        var next = told("after " + time);
        for (var due = next.due(until); due != null; due = next.due(until)) {
            var timer = due.getKey();
            var rest = new TreeMap<>(next.timers);
            rest.remove(timer);
            var fired =
                    next.at(next.state, rest, due.getValue())
                            .take("due " + timer, process.due(timer));
            effects.addAll(fired.effects);
            next = fired.after;
        }
        return new When(effects, next.at(next.state, next.timers, until));
    }

    private Map.@Nullable Entry<String, Instant> due(Instant until) {
        return timers.entrySet().stream()
                .filter(timer -> !timer.getValue().isAfter(until))
                .min(Map.Entry.comparingByValue())
                .orElse(null);
    }

    /// The instance's state.
    ///
    /// @throws NullPointerException where nothing started it
    public S state() {
        return Objects.requireNonNull(state, "nothing started it");
    }

    public boolean hasStarted() {
        return state != null;
    }

    public boolean isFinished() {
        return finished;
    }

    private When take(String what, I input) {
        var told = told(what);
        if (!concerns(input)) return new When(List.of(), told);
        var before = state == null ? process.initial() : state;
        var effects = process.react(before, input);
        var next = new TreeMap<>(timers);
        var finishes = false;
        for (var effect : effects) {
            switch (effect) {
                case Effect.WakeAt(var timer, var at, _) -> next.put(timer, at);
                case Effect.Forget(var timer) -> next.remove(timer);
                case Effect.Finish() -> {
                    next.clear();
                    finishes = true;
                }
                case Effect.Send<?> _, Effect.Publish _ -> {}
            }
        }
        var after = process.evolve(before, input);
        return new When(
                effects, new ProcessScenario<>(process, after, finishes, next, now, told.story));
    }

    private boolean concerns(I input) {
        if (finished) return false;
        var interest = process.interested(input);
        return interest == Interest.START || (interest == Interest.CONTINUE && state != null);
    }

    private ProcessScenario<S, I> at(@Nullable S state, Map<String, Instant> timers, Instant now) {
        return new ProcessScenario<>(process, state, finished, timers, now, story);
    }

    private ProcessScenario<S, I> told(String what) {
        var next = Stream.concat(story.stream(), Stream.of(what)).toList();
        return new ProcessScenario<>(process, state, finished, timers, now, next);
    }

    /// Something came in: what follows is looked at next.
    public final class When {
        private final List<Effect> effects;
        private final ProcessScenario<S, I> after;

        private When(List<Effect> effects, ProcessScenario<S, I> after) {
            this.effects = effects;
            this.after = after;
        }

        /// It owes exactly these effects, in this order.
        public ProcessScenario<S, I> then(Effect... expected) {
            assertThat(effects)
                    .as(String.join("%n".formatted(), after.story))
                    .containsExactly(expected);
            return after;
        }

        /// It owes nothing.
        public ProcessScenario<S, I> thenNothing() {
            return then();
        }
    }
}
