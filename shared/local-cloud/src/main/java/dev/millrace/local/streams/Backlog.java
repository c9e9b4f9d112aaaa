package dev.millrace.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Knows what the stream readers have read, and which readers have not handled it yet.
public final class Backlog {
    private final Map<String, Behind> behind = new ConcurrentHashMap<>();
    private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    /// A reader that has not handled everything that it has read.
    ///
    /// @param function the logical id of the function that handles the records
    /// @param since when the records were read
    public record Behind(String function, int records, Instant since) {}

    Backlog(InstantSource clock) {
        this.clock = clock;
    }

    /// Calls the listener with each record that is read from now on, in the form that a function
    /// gets. The listener gets a record once per reader, and again each time it is read again.
    public void onRecord(Consumer<JsonNode> listener) {
        listeners.add(listener);
    }

    /// The readers that are behind, the one that waits longest first.
    public List<Behind> behind() {
        return behind.values().stream().sorted(Comparator.comparing(Behind::since)).toList();
    }

    void read(MappingSpec mapping, String shard, List<StreamRecord> records, int wanted) {
        for (var record : records) listeners.forEach(listener -> listener.accept(record.json()));
        if (wanted == 0) return;
        behind.put(key(mapping, shard), new Behind(mapping.function(), wanted, clock.instant()));
    }

    void handled(MappingSpec mapping, String shard) {
        behind.remove(key(mapping, shard));
    }

    private static String key(MappingSpec mapping, String shard) {
        return mapping.id() + " " + shard;
    }
}
