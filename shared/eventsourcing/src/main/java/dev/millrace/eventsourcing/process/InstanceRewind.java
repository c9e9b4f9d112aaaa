package dev.millrace.eventsourcing.process;

import static java.util.stream.Collectors.joining;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rewinds an instance of a stateful process that knows commits which a restore has lost: commits
/// it has handled, or one it expects because its command was accepted.
///
/// If they are commits of its home, the instance starts again. It keeps what the process keeps of
/// its state ([StatefulProcess#rewound]), what it owes and the waiting inputs, and then handles the
/// journals from their beginning. If they are of another entity, their numbers are forgotten, but
/// the state keeps what it took from them.
///
/// @param sources by the persisted name of their entities
record InstanceRewind<S, I>(
        StatefulProcess<S, I> process,
        Instances<S, I> instances,
        Map<String, SourceReader<?, I>> sources) {

    /// Reads the instance before the journals: a commit in between does not make it look ahead.
    @Nullable String rewind(String key, @Nullable EntityRef home, boolean isTrial) {
        for (var conflicts = instances.conflicts(key); ; conflicts.lost()) {
            var instance = instances.load(key);
            var ends = ends(instance, home);
            if (ends.isEmpty()) return null;
            if (isTrial || instances.save(instance, rewound(instance, home, ends))) {
                return inWords(instance, home, ends);
            }
        }
    }

    /// The ends of the journals that the instance is ahead of.
    private SortedMap<EntityRef, Long> ends(Instance<S, I> instance, @Nullable EntityRef home) {
        var known = new HashSet<>(instance.marks().keySet());
        known.addAll(instance.others().byEntity().keySet());
        var ends = new TreeMap<EntityRef, Long>(Comparator.comparing(EntityRef::toString));
        for (var entity : known) {
            var source = sources.get(entity.type());
            if (source == null) continue;
            var end = source.journal().head(entity.id());
            var isLost = entity.equals(home) && end == instance.mark(entity) && expects(instance);
            if (isLost || latest(instance, entity) > end) ends.put(entity, end);
        }
        return ends;
    }

    /// Whether an instance knows of a commit that it has not handled. A finished instance handles
    /// none, and after a skip an instance may expect a commit that it will never handle.
    private boolean expects(Instance<S, I> instance) {
        var state = instance.state();
        return state != null
                && !instance.finished()
                && instance.owed().isEmpty()
                && instance.skipped().isEmpty()
                && process.expectsCommit(state);
    }

    private static long latest(Instance<?, ?> instance, EntityRef entity) {
        return Math.max(instance.mark(entity), instance.others().latest(entity));
    }

    private Instance<S, I> rewound(
            Instance<S, I> instance, @Nullable EntityRef home, Map<EntityRef, Long> ends) {
        var others = instance.others();
        for (var end : ends.entrySet()) others = others.upTo(end.getKey(), end.getValue());
        return home != null && ends.containsKey(home)
                ? begunAnew(instance, home, ends, others.again())
                : new Instance<>(
                        instance.key(),
                        instance.version() + 1,
                        instance.state(),
                        instance.finished(),
                        instance.marks(),
                        instance.owed(),
                        instance.timers(),
                        instance.waiting(),
                        skipped(instance, ends),
                        retried(instance.parked()),
                        instance.behind(),
                        others);
    }

    private Instance<S, I> begunAnew(
            Instance<S, I> instance,
            EntityRef home,
            Map<EntityRef, Long> ends,
            OtherEntities others) {
        var behind = new HashSet<>(others.outstanding());
        behind.add(home);
        var before =
                new Instance<S, I>(
                        instance.key(),
                        instance.version(),
                        null,
                        false,
                        Map.of(),
                        instance.owed(),
                        Map.of(),
                        instance.waiting(),
                        skipped(instance, ends),
                        retried(instance.parked()),
                        behind,
                        others);
        var update = new InstanceUpdate<>(process, before, home, instances.now());
        var state = instance.state();
        var begins = state == null ? null : process.rewound(state, instances.now());
        if (begins != null) {
            update.fold(begins, "rewound at " + instance.version(), instance.key());
        }
        return update.after();
    }

    /// A new commit under the number of a lost one must not be skipped.
    private static List<Skipped> skipped(Instance<?, ?> instance, Map<EntityRef, Long> ends) {
        return instance.skipped().stream()
                .filter(one -> ends.entrySet().stream().noneMatch(end -> isLost(one, end)))
                .toList();
    }

    private static boolean isLost(Skipped skipped, Map.Entry<EntityRef, Long> end) {
        var commits = end.getKey() + "/";
        var number = skipped.what().substring(Math.min(commits.length(), skipped.what().length()));
        return skipped.what().startsWith(commits)
                && number.matches("[0-9]{1,18}")
                && Long.parseLong(number) > end.getValue();
    }

    private @Nullable Parked retried(@Nullable Parked parked) {
        return parked == null ? null : parked.retriedAt(instances.now());
    }

    private static String inWords(
            Instance<?, ?> instance, @Nullable EntityRef home, Map<EntityRef, Long> ends) {
        var known =
                ends.entrySet().stream()
                        .map(end -> inWords(instance, end.getKey(), end.getValue(), home))
                        .collect(joining("; "));
        return instance.others().floor() == null || home == null || !ends.containsKey(home)
                ? known
                : known + " (commits of other entities below its floor are not read again)";
    }

    private static String inWords(
            Instance<?, ?> instance, EntityRef entity, long end, @Nullable EntityRef home) {
        var latest = latest(instance, entity);
        var knows = latest > end ? "knows commit " + latest : "expects a commit after " + latest;
        var state =
                entity.equals(home)
                        ? ""
                        : " (its state keeps what it took from those commits: compare it by hand)";
        return "%s of %s, whose journal ends at %s%s".formatted(knows, entity, end, state);
    }
}
