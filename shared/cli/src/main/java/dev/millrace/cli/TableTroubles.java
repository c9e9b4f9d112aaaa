package dev.millrace.cli;

import dev.millrace.local.LocalCloud;
import dev.millrace.local.store.TableFaults.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The tables of the local cloud, and the faults that the user injects into them.
final class TableTroubles {
    private static final Duration THROTTLED = Duration.ofSeconds(20);

    private final Map<String, Instant> throttled = new ConcurrentHashMap<>();
    private final Map<String, Fault> broken = new ConcurrentHashMap<>();
    private final LocalCloud cloud;
    private final InstantSource clock;

    /// @param throttledUntil null if it is not throttled
    record Table(String name, @Nullable Instant throttledUntil, boolean isBroken) {}

    TableTroubles(LocalCloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    List<Table> tables() {
        throttled.values().removeIf(until -> !until.isAfter(clock.instant()));
        return cloud.tables().stream()
                .map(table -> new Table(table, throttled.get(table), broken.containsKey(table)))
                .toList();
    }

    /// Injects an outage, which ends by itself.
    void throttle(String table) {
        var fault = cloud.throttle(table);
        throttled.put(table, clock.instant().plus(THROTTLED));
        CompletableFuture.delayedExecutor(THROTTLED.toSeconds(), TimeUnit.SECONDS)
                .execute(fault::close);
    }

    /// Injects a defect, which lasts until the table is mended.
    void breakWrites(String table) {
        broken.computeIfAbsent(table, cloud::breakWrites);
    }

    void mend(String table) {
        var fault = broken.remove(table);
        if (fault != null) fault.close();
    }
}
