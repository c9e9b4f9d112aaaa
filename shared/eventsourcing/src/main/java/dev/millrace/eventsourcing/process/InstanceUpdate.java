package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.OtherEntities.Numbered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The changes that one write makes to an instance: inputs folded, outcomes recorded, commits
/// counted as handled. None of them counts before it is written.
final class InstanceUpdate<S, I> {
    /// How many commits and inputs one write handles. It also handles no more once it adds as many
    /// effects: an instance is one item, of bounded size.
    static final int MOST_IN_ONE_WRITE = 100;

    private final StatefulProcess<S, I> process;
    private final Instance<S, I> before;
    private final @Nullable EntityRef home;
    private final Instant now;
    private final Map<EntityRef, Long> marks;
    private final Set<EntityRef> behind;
    private final OwedEffects effects;
    private final List<Waiting<I>> waiting;
    private final List<Skipped> skipped;
    private OtherEntities others;
    private @Nullable S state;
    private @Nullable Parked parked;
    private boolean passedOver;
    private boolean hasEnded;
    private int handled;
    private String at = "";
    private @Nullable EntityRef of;

    /// @param home the instance's home; null if its process has none
    /// @param now when its inputs are handled
    InstanceUpdate(
            StatefulProcess<S, I> process,
            Instance<S, I> before,
            @Nullable EntityRef home,
            Instant now) {
        this.process = process;
        this.before = before;
        this.home = home;
        this.now = now;
        this.marks = new HashMap<>(before.marks());
        this.behind = new HashSet<>(before.behind());
        this.effects = new OwedEffects(process.type(), before, home, now);
        this.waiting = new ArrayList<>(before.waiting());
        this.skipped = new ArrayList<>(before.skipped());
        this.others = before.others();
        this.state = before.state();
        this.parked = before.parked();
    }

    Instance<S, I> before() {
        return before;
    }

    @Nullable EntityRef home() {
        return home;
    }

    Instant now() {
        return now;
    }

    /// Notes what is handled next. If that fails, this is the name of what failed.
    ///
    /// @param entity whose commit it is; null if it is no commit
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

    /// Starts the instance. From here on it also folds inputs that only continue it. Its home and
    /// the outstanding commits of other entities are handled before anything else.
    void start() {
        if (state != null) return;
        state = process.type().initial();
        if (home != null) fallBehind(home);
        others.outstanding().forEach(this::fallBehind);
    }

    /// Ends this write with something left. The caller handles that next, from what is written.
    void end() {
        hasEnded = true;
    }

    /// Folds an input, and notes the effects that it causes.
    ///
    /// @param id names the input: the ids of the commands it causes are derived from it
    void apply(I input, String id, String correlationId, Instant happenedAt) {
        if (!concerns(input)) return;
        if (state == null) state = process.type().initial();
        fold(process.on(state, input, new InputTime(happenedAt, now)), id, correlationId);
    }

    /// Takes the next state, and notes the effects.
    ///
    /// @param id names the cause: the ids of its commands are derived from it
    void fold(Transition<S> transition, String id, String correlationId) {
        state = transition.state();
        var position = 0;
        for (var effect : transition.effects()) {
            effects.add(effect, id, position++, correlationId);
        }
    }

    /// How many more commits and inputs this write may handle.
    int room() {
        return Math.max(0, MOST_IN_ONE_WRITE - Math.max(handled, effects.added()));
    }

    /// Counts a commit or an input as handled by this write.
    void count() {
        handled++;
    }

    /// Notes that commits of an entity must be handled before anything else.
    void fallBehind(EntityRef entity) {
        behind.add(entity);
    }

    void caughtUp(EntityRef entity) {
        behind.remove(entity);
    }

    Set<EntityRef> behind() {
        return Set.copyOf(behind);
    }

    /// Whether this write had no room for all. The caller then repeats the work in another write.
    boolean leavesRest() {
        return parked == null && !hasEnded && !(behind.isEmpty() && waiting.isEmpty());
    }

    /// Gives the process an input for a skip, in place of what was dropped.
    ///
    /// @param what as [Skipped] names it
    /// @param command the dropped command; null if a commit or a timer was dropped
    void applySkip(String what, Effect.@Nullable Send<?> command, String correlationId) {
        skipped.stream()
                .filter(one -> one.what().equals(what))
                .findFirst()
                .ifPresent(one -> {
                    var input = process.skipped(command);
                    if (input != null) apply(input, what + "/skipped", correlationId, one.at());
                });
    }

    boolean concerns(I input) {
        if (effects.finished()) return false;
        return switch (process.interest(input)) {
            case START -> true;
            case CONTINUE -> state != null;
            case NONE -> false;
        };
    }

    boolean hasStarted() {
        return state != null;
    }

    boolean hasFinished() {
        return effects.finished();
    }

    /// Notes that every commit of the home up to this one is handled.
    void mark(EntityRef entity, long seq) {
        marks.merge(entity, seq, Math::max);
    }

    long markOf(EntityRef entity) {
        return marks.getOrDefault(entity, 0L);
    }

    OtherEntities others() {
        return others;
    }

    /// Notes that a commit of another entity is handled.
    void markHandled(Numbered commit) {
        others = others.handling(commit);
    }

    /// Drops a commit of another entity. It need not be readable, so the correlation id of what
    /// follows from the skip is the commit's name.
    void skipOutstanding(Numbered commit) {
        count();
        applySkip(commit.name(), null, commit.name());
        markHandled(commit);
    }

    /// Leaves a commit of another entity for later: it is outstanding.
    void expect(Numbered commit) {
        others = others.expecting(commit);
    }

    OwedEffects effects() {
        return effects;
    }

    void keep(Waiting<I> input) {
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

    /// Leaves a commit of the home for later. That is written even if nothing else changes.
    /// Otherwise a function that is reading the journal at this time, to unpark the instance, would
    /// not read it again.
    void passOver(EntityRef entity) {
        marks.putIfAbsent(entity, 0L);
        passedOver = true;
    }

    void park(Parked reason) {
        parked = reason;
        if (home != null && home.equals(reason.entity())) marks.putIfAbsent(home, 0L);
    }

    boolean isParked() {
        return parked != null;
    }

    /// Unparks the instance, so that what was parked is tried again.
    void unpark() {
        if (parked != null && parked.entity() != null) fallBehind(parked.entity());
        parked = null;
    }

    /// Notes that all commits left for later while the instance was parked must be handled.
    void fallBehindAll() {
        marks.keySet().forEach(this::fallBehind);
        others.outstanding().forEach(this::fallBehind);
    }

    Instance<S, I> after() {
        return with(before.version() + 1, behind);
    }

    /// The instance with the changes of this update, under the version that is stored.
    Instance<S, I> unwritten() {
        return with(before.version(), behind);
    }

    /// Whether there is anything to write.
    boolean changesAnything() {
        return passedOver || !unwritten().equals(before);
    }

    /// Whether the only change is that the instance is no longer behind.
    boolean onlyCatchesUp() {
        return with(before.version(), before.behind()).equals(before);
    }

    private Instance<S, I> with(long version, Set<EntityRef> behind) {
        return new Instance<>(
                before.key(),
                version,
                state,
                effects.finished(),
                marks,
                effects.owed(),
                effects.timers(),
                waiting,
                Skipped.newest(skipped),
                parked,
                behind,
                others.bounded());
    }
}
