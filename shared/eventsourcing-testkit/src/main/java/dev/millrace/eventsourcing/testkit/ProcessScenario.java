package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAfter;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.SentBefore;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.OnDefect;
import dev.millrace.eventsourcing.process.OtherEntities;
import dev.millrace.eventsourcing.process.ProcessHost;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A given/when/then test of a stateful process: given past inputs, when an input comes or time
/// passes, then the process owes effects or nothing. The process runs in a [ProcessHost], as it
/// does when deployed. No command is carried out.
///
/// ```java
/// delivery.given(registered).when(handedOver).thenNothing().when(arrived).then(notify).after(ofDays(1)).thenNothing();
/// ```
///
/// A scenario is immutable: each step returns the next scenario, which keeps the timers that have
/// not fired. Only [#after(Duration)] moves its clock. Every command is accepted at once, or
/// rejected after a `rejecting`. The effects that follow from the outcome are part of the same
/// `then`. A scenario has no sources and no routing: `Processes` on [InMemoryPorts] runs them.
public final class ProcessScenario<S, I> {
    private final StatefulProcess<S, I> process;
    private final Instance<S, I> instance;
    private final Instant now;
    private final @Nullable Rejecting rejecting;
    private final List<String> story;

    private ProcessScenario(
            StatefulProcess<S, I> process,
            Instance<S, I> instance,
            Instant now,
            @Nullable Rejecting rejecting,
            List<String> story) {
        this.process = process;
        this.instance = instance;
        this.now = now;
        this.rejecting = rejecting;
        this.story = story;
    }

    /// A scenario without an instance.
    ///
    /// @param now the time of its clock at the beginning
    public static <S, I> ProcessScenario<S, I> of(StatefulProcess<S, I> process, Instant now) {
        return new ProcessScenario<>(process, Instance.none("instance"), now, null, List.of());
    }

    /// Starts the instance, unless it has started, and lets it handle these inputs. The first one
    /// may be an input that only continues an instance: a journal may have events before the one
    /// that starts the instance.
    @SafeVarargs
    public final ProcessScenario<S, I> given(I... inputs) {
        var next = instance.hasStarted() ? this : started();
        for (var input : inputs) next = next.handle("given " + input, input).after;
        return next;
    }

    private ProcessScenario<S, I> started() {
        var one = instance;
        var started =
                new Instance<S, I>(
                        one.key(),
                        1,
                        process.type().initial(),
                        false,
                        one.marks(),
                        one.owed(),
                        one.timers(),
                        one.waiting(),
                        one.skipped(),
                        null,
                        one.behind(),
                        OtherEntities.NONE);
        return new ProcessScenario<>(process, started, now, rejecting, story);
    }

    public When when(I input) {
        return handle("when " + input, input);
    }

    /// From here on the entities of a type reject every command.
    ///
    /// @param reason of the rejections; null to accept every command again
    public <R> ProcessScenario<S, I> rejecting(EntityType<?, ?, ?, R> by, @Nullable R reason) {
        var next = reason == null ? null : new Rejecting(by, reason);
        return new ProcessScenario<>(process, instance, now, next, story);
    }

    private record Rejecting(EntityType<?, ?, ?, ?> by, Object reason) {}

    /// Lets time pass. The timers that become due fire at their instants, the earliest first.
    public When after(Duration time) {
        var until = now.plus(time);
        var effects = new ArrayList<Effect>();
        var next = told("after " + time);
        for (var due = next.due(until); due != null; due = next.due(until)) {
            var fired = next.at(due).run(host -> host.sweep(instance.key()));
            effects.addAll(fired.effects);
            next = fired.after;
        }
        return new When(effects, next.at(until));
    }

    private @Nullable Instant due(Instant until) {
        return instance.timers().values().stream()
                .map(Instance.Timer::at)
                .filter(at -> !at.isAfter(until))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /// The instance's state.
    ///
    /// @throws NullPointerException if the instance has not started
    public S state() {
        return Objects.requireNonNull(instance.state(), "the instance has not started");
    }

    public boolean hasStarted() {
        return instance.hasStarted();
    }

    public boolean isFinished() {
        return instance.finished();
    }

    private When handle(String what, I input) {
        var id = "input " + story.size();
        return told(what)
                .run(host ->
                        host.receive(instance.key(), new Waiting<>(id, input, "scenario", null)));
    }

    private When run(Consumer<ProcessHost<S, I>> work) {
        var recorder = new Recorder<>(process);
        var store = new OneInstance<>(instance);
        var ports =
                new InMemoryPorts(() -> now) {
                    @Override
                    public <C> Outcome<?, ?> send(
                            Send<C> send, Trace trace, @Nullable SentBefore sentBefore) {
                        return rejecting == null || !rejecting.by().equals(send.to())
                                ? new Outcome.Accepted<>("not carried out", 1)
                                : new Outcome.Rejected<>(rejecting.reason());
                    }

                    @Override
                    @SuppressWarnings("unchecked") // the host asks only for its own process
                    public <T, J> ProcessStore<T, J> instances(ProcessType<T, J> type) {
                        return (ProcessStore<T, J>) store;
                    }
                };
        work.accept(new ProcessHost<>(recorder, List.of(), ports));
        if (recorder.failure != null) throw recorder.failure;
        var parked = store.instance.parked();
        if (parked != null) throw new IllegalStateException(parked.what() + ": " + parked.error());
        return new When(
                recorder.effects,
                new ProcessScenario<>(process, store.instance, now, rejecting, story));
    }

    /// Runs the process, and records its effects or its failure.
    private static final class Recorder<S, I> implements StatefulProcess<S, I> {
        private final StatefulProcess<S, I> process;
        private final List<Effect> effects = new ArrayList<>();
        private @Nullable RuntimeException failure;

        Recorder(StatefulProcess<S, I> process) {
            this.process = process;
        }

        @Override
        public ProcessType<S, I> type() {
            return process.type();
        }

        @Override
        public Interest interest(I input) {
            return process.interest(input);
        }

        @Override
        public Transition<S> on(S state, I input, InputTime time) {
            try {
                var transition = process.on(state, input, time);
                effects.addAll(transition.effects());
                return Transition.to(
                        transition.state(),
                        transition.effects().stream().map(Recorder::withoutJournal).toList());
            } catch (RuntimeException failed) {
                failure = failed;
                throw failed;
            }
        }

        /// Timers do not read the home's journal before they fire: a scenario has none.
        private static Effect withoutJournal(Effect effect) {
            return switch (effect) {
                case WakeAt(var timer, var at, _) -> new WakeAt(timer, at, false);
                case WakeAfter(var timer, var delay, _) -> new WakeAfter(timer, delay, false);
                case Effect other -> other;
            };
        }

        @Override
        public I due(String timer) {
            return process.due(timer);
        }

        @Override
        public I rejected(Rejection<?, ?> rejection) {
            return process.rejected(rejection);
        }

        @Override
        public I accepted(Send<?> send) {
            return process.accepted(send);
        }

        @Override
        public boolean expects(Rejection<?, ?> rejection) {
            return process.expects(rejection);
        }

        @Override
        public OnDefect onDefect() {
            return process.onDefect();
        }

        @Override
        public @Nullable I skipped(@Nullable Send<?> command) {
            return process.skipped(command);
        }
    }

    private static final class OneInstance<S, I> implements ProcessStore<S, I> {
        private Instance<S, I> instance;

        OneInstance(Instance<S, I> instance) {
            this.instance = instance;
        }

        @Override
        public Instance<S, I> load(String key) {
            return instance;
        }

        @Override
        public boolean save(Instance<S, I> next, Instant now) {
            instance = next;
            return true;
        }

        @Override
        public boolean hasRoom(Instance<S, I> next) {
            return true;
        }
    }

    private ProcessScenario<S, I> at(Instant then) {
        return new ProcessScenario<>(process, instance, then, rejecting, story);
    }

    private ProcessScenario<S, I> told(String what) {
        var next = Stream.concat(story.stream(), Stream.of(what)).toList();
        return new ProcessScenario<>(process, instance, now, rejecting, next);
    }

    /// A handled input or elapsed time, whose effects the test checks next.
    public final class When {
        private final List<Effect> effects;
        private final ProcessScenario<S, I> after;

        private When(List<Effect> effects, ProcessScenario<S, I> after) {
            this.effects = effects;
            this.after = after;
        }

        /// Asserts that the process owes exactly these effects, in this order.
        public ProcessScenario<S, I> then(Effect... expected) {
            assertThat(effects)
                    .as(String.join("%n".formatted(), after.story))
                    .containsExactly(expected);
            return after;
        }

        /// Asserts that the process owes nothing.
        public ProcessScenario<S, I> thenNothing() {
            return then();
        }
    }
}
