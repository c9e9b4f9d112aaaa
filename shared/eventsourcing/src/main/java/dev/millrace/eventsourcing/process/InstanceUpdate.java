package dev.millrace.eventsourcing.process;

import static java.util.Objects.requireNonNull;

import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one write changes of an instance: any number of inputs folded, outcomes recorded, marks
/// moved. Nothing of it is true before it is written.
final class InstanceUpdate<S, I> {
    /// How many commits and inputs one write handles. It handles no more once it owes as many
    /// effects: an instance is one item, of bounded size.
    static final int MOST_IN_ONE_WRITE = 100;

    private final StatefulProcess<S, I> process;
    private final Instance<S, I> before;
    private final Map<EntityRef, Long> marks;
    private final Set<EntityRef> behind;
    private final List<Owed> owed;
    private final Map<String, Timer> timers;
    private final List<Waiting<I>> waiting;
    private final List<Skipped> skipped;
    private @Nullable S state;
    private boolean finished;
    private @Nullable Parked parked;
    private boolean passedOver;
    private boolean keeps;
    private int handled;
    private String at = "";
    private @Nullable EntityRef of;

    InstanceUpdate(StatefulProcess<S, I> process, Instance<S, I> before) {
        this.process = process;
        this.before = before;
        this.marks = new HashMap<>(before.marks());
        this.behind = new HashSet<>(before.behind());
        this.owed = new ArrayList<>(before.owed());
        this.timers = new HashMap<>(before.timers());
        this.waiting = new ArrayList<>(before.waiting());
        this.skipped = new ArrayList<>(before.skipped());
        this.state = before.state();
        this.finished = before.finished();
        this.parked = before.parked();
    }

    Instance<S, I> before() {
        return before;
    }

    /// Notes what is handled next: if it fails, that is what failed.
    ///
    /// @param entity whose commit it is, if it is one
    void begin(String what, @Nullable EntityRef entity) {
        at = what;
        of = entity;
    }

    String at() {
        return at;
    }

    @Nullable EntityRef of() {
        return of;
    }

    /// From here on the instance is there: it folds what continues it, too.
    void start() {
        if (state == null) state = process.type().initial();
    }

    /// Folds an input, and notes what is owed after it.
    ///
    /// @param id names the input: the ids of the commands it causes follow from it
    void apply(I input, String id, String correlationId) {
        if (!concerns(input)) return;
        start();
        var transition = process.on(requireNonNull(state), input);
        state = transition.state();
        var position = 0;
        for (var effect : transition.effects()) note(effect, id, position++, correlationId);
    }

    /// How many more commits and inputs this write may handle.
    int room() {
        return Math.max(
                0, MOST_IN_ONE_WRITE - Math.max(handled, owed.size() - before.owed().size()));
    }

    /// A commit or an input is handled.
    void count() {
        handled++;
    }

    /// An entity's journal is to be handled to its end, before anything else.
    void fallBehind(EntityRef entity) {
        behind.add(entity);
    }

    void caughtUp(EntityRef entity) {
        behind.remove(entity);
    }

    Set<EntityRef> behind() {
        return Set.copyOf(behind);
    }

    /// Whether this write had no room for all: the caller does the same work again in another one.
    boolean leavesRest() {
        return parked == null && !keeps && !(behind.isEmpty() && waiting.isEmpty());
    }

    /// Tells the process what was dropped in place of what it would have said.
    ///
    /// @param what as [Skipped] names it
    /// @param command that was dropped, if it was one
    void applySkip(String what, Effect.@Nullable Send<?> command, String correlationId) {
        skipped.stream()
                .filter(one -> one.what().equals(what))
                .findFirst()
                .map(one -> process.skipped(command, one.at()))
                .ifPresent(input -> apply(input, what + "/skipped", correlationId));
    }

    boolean concerns(I input) {
        if (finished) return false;
        return switch (process.interest(input)) {
            case START -> true;
            case CONTINUE -> state != null;
            case NONE -> false;
        };
    }

    boolean hasStarted() {
        return state != null;
    }

    private void note(Effect effect, String cause, int position, String correlationId) {
        switch (effect) {
            case Effect.Send<?> send -> {
                requireDeclared(send);
                var id =
                        Ids.of(
                                process.type().name(),
                                before.key(),
                                cause,
                                String.valueOf(position),
                                send.commandName());
                owed.add(new Owed(id, send, correlationId, cause));
            }
            case Effect.Publish publish ->
                    owed.add(new Owed(publish.message().id(), publish, correlationId, cause));
            case Effect.WakeAt(var timer, var at, var catchUpFirst) ->
                    timers.put(timer, new Timer(at, catchUpFirst, correlationId, cause));
            case Effect.Forget(var timer) -> timers.remove(timer);
            case Effect.Finish() -> {
                finished = true;
                timers.clear();
            }
        }
    }

    private void requireDeclared(Effect.Send<?> send) {
        var type = process.type();
        if (type.commands().contains(send.to())) return;
        throw new IllegalStateException(
                "%s declares commands to %s, and answered: %s"
                        .formatted(
                                type.name(),
                                type.commands().stream().map(EntityType::name).toList(),
                                send));
    }

    void mark(EntityRef entity, long seq) {
        marks.merge(entity, seq, Math::max);
    }

    long markOf(EntityRef entity) {
        return marks.getOrDefault(entity, 0L);
    }

    /// The effect has its outcome.
    ///
    /// @return false where somebody else recorded one before
    boolean strikeOff(Owed effect) {
        return owed.removeIf(one -> one.id().equals(effect.id()));
    }

    /// Takes a timer out, if it is still the one that was seen: not replaced, not forgotten.
    boolean removeTimer(String name, Timer seen) {
        return timers.remove(name, seen);
    }

    void keep(Waiting<I> input) {
        keeps = true;
        if (waiting.stream().noneMatch(one -> one.id().equals(input.id()))) waiting.add(input);
    }

    void drop(Waiting<I> input) {
        waiting.remove(input);
    }

    List<Waiting<I>> waiting() {
        return List.copyOf(waiting);
    }

    void skip(Skipped what) {
        if (!skips(what.what())) skipped.add(what);
    }

    boolean skips(String what) {
        return skipped.stream().anyMatch(one -> one.what().equals(what));
    }

    /// A commit of an entity is left for later. That is written even where nothing else changes:
    /// whoever reads that journal just now, to go on, is to read it again.
    void passOver(EntityRef entity) {
        marks.putIfAbsent(entity, 0L);
        passedOver = true;
    }

    /// The entities it was told of.
    Set<EntityRef> heard() {
        return Set.copyOf(marks.keySet());
    }

    void park(Parked reason) {
        parked = reason;
        if (reason.entity() != null) marks.putIfAbsent(reason.entity(), 0L);
    }

    boolean isParked() {
        return parked != null;
    }

    void unpark() {
        parked = null;
    }

    Instance<S, I> after() {
        return with(before.version() + 1);
    }

    /// Whether there is anything to write.
    boolean changesAnything() {
        return passedOver || !with(before.version()).equals(before);
    }

    private Instance<S, I> with(long version) {
        return new Instance<>(
                before.key(),
                version,
                state,
                finished,
                marks,
                owed,
                timers,
                waiting,
                Skipped.newest(skipped),
                parked,
                behind);
    }
}
