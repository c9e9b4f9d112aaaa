package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.OtherEntities;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds instances of processes, as they are stored.
final class Instances {
    private Instances() {}

    /// An instance with owed effects, timers and waiting inputs.
    static <I> Instance<String, I> of(
            String key, List<Owed> owed, Map<String, Timer> timers, List<Waiting<I>> waiting) {
        return of(key, owed, timers, waiting, List.of(), null);
    }

    static Instance<String, Object> parked(String key, Parked parked) {
        return of(key, List.of(), Map.of(), List.of(), List.of(), parked);
    }

    static Instance<String, Object> skipped(String key, Skipped skipped) {
        return of(key, List.of(), Map.of(), List.of(), List.of(skipped), null);
    }

    static <I> Instance<String, I> of(
            String key,
            List<Owed> owed,
            Map<String, Timer> timers,
            List<Waiting<I>> waiting,
            List<Skipped> skipped,
            @Nullable Parked parked) {
        return new Instance<>(
                key,
                1,
                "state",
                false,
                Map.of(),
                owed,
                timers,
                waiting,
                skipped,
                parked,
                Set.of(),
                OtherEntities.NONE);
    }
}
