package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.EntityRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One instance of a process, as it is stored: one item, always written whole.
///
/// @param version the number of its writes; 0 if nothing is stored
/// @param state null until an input started it
/// @param marks for its home the number of the commit up to which all were handled
/// @param owed the effects without a recorded outcome, in order
/// @param waiting inputs that are in no journal and could not be handled yet, in order
/// @param skipped what was dropped on purpose, and why
/// @param behind the entities whose commits must be handled before anything else: of the home all
///   after the mark, of another entity those that are outstanding
/// @param others what is known of the commits of other entities
public record Instance<S, I>(
        String key,
        long version,
        @Nullable S state,
        boolean finished,
        Map<EntityRef, Long> marks,
        List<Owed> owed,
        Map<String, Timer> timers,
        List<Waiting<I>> waiting,
        List<Skipped> skipped,
        @Nullable Parked parked,
        Set<EntityRef> behind,
        OtherEntities others) {

    /// An instance that owes something is due for the sweep this long after its write.
    static final Duration SWEPT_AFTER = Duration.ofMinutes(1);

    public Instance {
        marks = Map.copyOf(marks);
        behind = Set.copyOf(behind);
        owed = List.copyOf(owed);
        timers = Map.copyOf(timers);
        waiting = List.copyOf(waiting);
        skipped = List.copyOf(skipped);
    }

    /// An effect that was not sent yet, or whose outcome was not recorded yet.
    ///
    /// @param id the id of the command or message: every try sends the same one
    /// @param since when it was first owed: before it is sent again, the target's journal is
    ///   searched back to this time; null for a message, and for a command to the home, whose whole
    ///   journal is searched
    public record Owed(
            String id,
            Effect.Immediate effect,
            String correlationId,
            String causationId,
            @Nullable Instant since) {
        boolean isFor(EntityRef entity) {
            return effect instanceof Effect.Send<?> send
                    && send.entityId().equals(entity.id())
                    && send.to().name().equals(entity.type());
        }
    }

    /// A timer.
    ///
    /// @param having the entity whose journal is handled before the timer fires; null if none. The
    ///   name `having` is persisted
    public record Timer(
            Instant at, @Nullable EntityRef having, String correlationId, String causationId) {}

    /// An input from the bus.
    ///
    /// @param id the ids of what the input causes are derived from it
    /// @param sentAt null if it is not known, or if the input contains its time, as a [DatedInput]
    public record Waiting<I>(String id, I input, String correlationId, @Nullable Instant sentAt) {
        /// @param handledAt used if no other time is known
        Instant happenedAt(Instant handledAt) {
            if (sentAt != null) return sentAt;
            return input instanceof DatedInput dated ? dated.happenedAt() : handledAt;
        }
    }

    /// What stops the instance: nothing else of it is handled until this is.
    ///
    /// @param what an owed effect's id, a waiting input's id, a timer, or a commit: `Parcel#4k2…/3`
    /// @param entity whose commit it is; null if it is none, or if the stream could not read it
    /// @param attempts how often it failed
    /// @param next when it is tried again; null if it waits for `redrive`
    public record Parked(
            String what,
            @Nullable EntityRef entity,
            String error,
            int attempts,
            Instant since,
            @Nullable Instant next) {

        public Parked {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(error, "error");
            Objects.requireNonNull(since, "since");
        }

        Parked retriedAt(Instant when) {
            return new Parked(what, entity, error, attempts, since, when);
        }
    }

    /// An input or effect that was dropped: by an operator, by the policy of its process, or
    /// because the target of a command is erased.
    public record Skipped(String what, String reason, Instant at) {
        static List<Skipped> newest(List<Skipped> all) {
            return all.subList(Math.max(0, all.size() - MOST_SKIPPED), all.size());
        }
    }

    /// Only the newest skips are kept. A skip is no longer needed when a hundred have followed it.
    static final int MOST_SKIPPED = 100;

    boolean skips(String what) {
        return skipped.stream().anyMatch(one -> one.what().equals(what));
    }

    /// An instance that nothing has happened to yet.
    public static <S, I> Instance<S, I> none(String key) {
        return empty(key, 0);
    }

    /// This instance, one write later.
    Instance<S, I> nextVersion() {
        return next(skipped, parked);
    }

    /// This instance, one write later, parked or not.
    Instance<S, I> parked(@Nullable Parked reason) {
        return next(skipped, reason);
    }

    /// This instance, one write later; what it was parked at is dropped.
    Instance<S, I> skipping(Skipped what) {
        return next(Stream.concat(skipped.stream(), Stream.of(what)).toList(), null);
    }

    /// Whether commits or inputs must be handled before anything else.
    boolean hasRest() {
        return !behind.isEmpty() || !waiting.isEmpty();
    }

    /// What the instance still has to do, in words; null if it is idle.
    @Nullable String task() {
        if (parked != null) return "is parked at " + parked.what();
        if (!owed.isEmpty()) return "has effects to send: " + owed.size();
        if (!waiting.isEmpty()) return "has inputs that wait: " + waiting.size();
        var timer = timers.values().stream().map(Timer::at).min(Instant::compareTo);
        if (timer.isPresent()) return "has a timer at " + timer.get();
        var isOutstanding = hasStarted() && !others.outstanding().isEmpty();
        return isOutstanding || !behind.isEmpty() ? "has commits to handle" : null;
    }

    /// What the instance still has to do with an entity that is not its home, in words; null if
    /// nothing.
    @Nullable String taskWith(EntityRef entity) {
        if (parked != null && entity.equals(parked.entity()))
            return "is parked at " + parked.what();
        if (owed.stream().anyMatch(one -> one.isFor(entity))) return "has a command to send to it";
        var isBehind = behind.contains(entity) || others.outstanding().contains(entity);
        return isBehind ? "has commits of it to handle" : null;
    }

    /// An idle instance of an erased entity. The reason of a skip may name a person, so it is not
    /// kept.
    Instance<S, I> erased(@Nullable S nextState, Map<EntityRef, Long> nextMarks) {
        var nameless =
                skipped.stream().map(one -> new Skipped(one.what(), "erased", one.at())).toList();
        return new Instance<>(
                key, version, nextState, finished, nextMarks, owed, timers, waiting, nameless,
                parked, behind, others);
    }

    /// This instance, one write later, with nothing kept but the number of writes.
    Instance<S, I> forgotten() {
        return empty(key, version + 1);
    }

    private static <S, I> Instance<S, I> empty(String key, long version) {
        return new Instance<>(
                key,
                version,
                null,
                false,
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                null,
                Set.of(),
                OtherEntities.NONE);
    }

    private Instance<S, I> next(List<Skipped> nextSkipped, @Nullable Parked nextParked) {
        return new Instance<>(
                key,
                version + 1,
                state,
                finished,
                marks,
                owed,
                timers,
                waiting,
                Skipped.newest(nextSkipped),
                nextParked,
                behind,
                others);
    }

    public boolean hasStarted() {
        return state != null;
    }

    /// The number of the commit up to which all commits of an entity were handled.
    public long mark(EntityRef entity) {
        return marks.getOrDefault(entity, 0L);
    }

    /// When the sweep must handle it; null if it has no work and no timer, or is parked until
    /// `redrive`.
    ///
    /// @param now when it is written
    public @Nullable Instant due(Instant now) {
        if (parked != null) return parked.next();
        var owing =
                owed.isEmpty() && !hasRest()
                        ? Stream.<Instant>empty()
                        : Stream.of(now.plus(SWEPT_AFTER));
        return Stream.concat(owing, timers.values().stream().map(Timer::at))
                .min(Instant::compareTo)
                .orElse(null);
    }
}
