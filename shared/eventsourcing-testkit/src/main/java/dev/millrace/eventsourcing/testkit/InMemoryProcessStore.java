package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.ProcessStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The instances of a process in memory. Safe for many threads.
public final class InMemoryProcessStore<S, I> implements ProcessStore<S, I> {
    private final Map<String, Instance<S, I>> instances = new HashMap<>();
    private final Map<String, Instant> due = new HashMap<>();
    private int mostOwed;

    @Override
    public synchronized Instance<S, I> load(String key) {
        var standing = instances.get(key);
        return standing == null ? Instance.none(key) : standing;
    }

    @Override
    public synchronized boolean save(Instance<S, I> instance, Instant now) {
        var key = instance.key();
        if (load(key).version() != instance.version() - 1) return false;
        instances.put(key, instance);
        mostOwed = Math.max(mostOwed, instance.owed().size());
        putOrRemove(key, instance.due(now));
        return true;
    }

    /// Memory has no bound.
    @Override
    public boolean hasRoom(Instance<S, I> instance) {
        return true;
    }

    private void putOrRemove(String key, @Nullable Instant when) {
        if (when == null) due.remove(key);
        else due.put(key, when);
    }

    /// The keys of the instances that are due at an instant, the longest due first: what a sweep
    /// looks after.
    public synchronized List<String> due(Instant now) {
        var keys = new ArrayList<String>();
        due.entrySet().stream()
                .filter(one -> !one.getValue().isAfter(now))
                .sorted(
                        Map.Entry.<String, Instant>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(one -> keys.add(one.getKey()));
        return keys;
    }

    /// All instances that are kept.
    public synchronized List<Instance<S, I>> all() {
        return instances.values().stream().sorted(Comparator.comparing(Instance::key)).toList();
    }

    /// The most effects that one write ever owed.
    public synchronized int mostOwed() {
        return mostOwed;
    }

    /// The first instant at which an instance is due; absent where none ever is.
    public synchronized @Nullable Instant nextDue() {
        return due.values().stream().min(Comparator.naturalOrder()).orElse(null);
    }
}
