package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.dynamodb.DueInstances;
import dev.millrace.eventsourcing.dynamodb.DueInstances.DueInstance;
import dev.millrace.eventsourcing.process.Processes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `due`: the due instances, the most overdue first.
///
/// @param more whether more instances are due than are listed
/// @param unreadable the rows that cannot be read
record DueList(List<Due> due, boolean more, Instant now, List<String> unreadable) {
    private static final int MOST_LISTED = 100;

    /// @param type of the entity that the instance belongs to; null, like `entity`, if there is
    ///   none
    private record Due(
            String process,
            String instance,
            Instant since,
            @Nullable String type,
            @Nullable String entity) {}

    static DueList of(DueInstances instances, Processes processes, Instant now) {
        var unreadable = new ArrayList<Unreadable>();
        var all = instances.first(MOST_LISTED + 1, now, unreadable::add);
        return new DueList(
                all.stream().limit(MOST_LISTED).map(one -> due(one, processes)).toList(),
                all.size() > MOST_LISTED,
                now,
                unreadable.stream().limit(MOST_LISTED).map(Unreadable::toString).toList());
    }

    private static Due due(DueInstance one, Processes processes) {
        var about = about(one, processes);
        return new Due(
                one.process(),
                one.key(),
                one.since(),
                about == null ? null : about.type(),
                about == null ? null : about.id());
    }

    private static @Nullable EntityRef about(DueInstance one, Processes processes) {
        var process = processes.named(one.process());
        if (process == null) return null;
        try {
            return process.about(one.key());
        } catch (IllegalArgumentException noEntity) {
            return null;
        }
    }
}
