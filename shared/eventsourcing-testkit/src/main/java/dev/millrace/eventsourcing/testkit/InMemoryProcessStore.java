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

/// The instances of a process in memory. Thread-safe.
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

    /// Always true: memory has no size limit.
    @Override
    public boolean hasRoom(Instance<S, I> instance) {
        return true;
    }

    private void putOrRemove(String key, @Nullable Instant when) {
        if (when == null) due.remove(key);
        else due.put(key, when);
    }

    /// The keys of the instances that a sweep at an instant finds due, the longest due first.
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

    /// All instances, sorted by key.
    public synchronized List<Instance<S, I>> all() {
        return instances.values().stream().sorted(Comparator.comparing(Instance::key)).toList();
    }

    /// The most effects that an instance owed after one write.
    public synchronized int mostOwed() {
        return mostOwed;
    }

    /// The first instant at which an instance is due; null if none ever is.
    public synchronized @Nullable Instant nextDue() {
        return due.values().stream().min(Comparator.naturalOrder()).orElse(null);
    }
}
