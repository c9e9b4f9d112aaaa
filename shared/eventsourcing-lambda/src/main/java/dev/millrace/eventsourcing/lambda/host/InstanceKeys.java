package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances.ParkedInstance;
import dev.millrace.eventsourcing.process.ProcessControl;
import dev.millrace.eventsourcing.process.Processes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Finds the instances of processes that may exist for an entity: those to which its last commits
/// lead. If there are older or unreadable commits, it adds all parked instances of the entity.
record InstanceKeys(Processes processes, ParkedInstances parked) {
    private static final int MOST_COMMITS = 200;

    record InstanceKey(ProcessControl process, String key) {}

    /// @param isAll whether these are all commits of the entity
    /// @param unreadable receives the rows of parked instances that cannot be read
    List<InstanceKey> of(
            EntityRef entity,
            List<? extends Commit<?>> commits,
            boolean isAll,
            Consumer<Unreadable> unreadable) {
        var last = lastOf(commits, MOST_COMMITS);
        var listed =
                isAll && last.size() == commits.size()
                        ? Map.<String, List<String>>of()
                        : listed(entity, unreadable);
        var all = new ArrayList<InstanceKey>();
        for (var process : processes.withSource(entity.type())) {
            var keys = new LinkedHashSet<>(process.keys(entity, last));
            keys.addAll(listed.getOrDefault(process.name(), List.of()));
            keys.forEach(key -> all.add(new InstanceKey(process, key)));
        }
        return all;
    }

    static <T> List<T> lastOf(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    private Map<String, List<String>> listed(EntityRef entity, Consumer<Unreadable> unreadable) {
        try (var all = parked.all(unreadable)) {
            return all.filter(one -> concerns(one.key(), entity))
                    .collect(
                            Collectors.groupingBy(
                                    ParkedInstance::process,
                                    Collectors.mapping(ParkedInstance::key, Collectors.toList())));
        }
    }

    private static boolean concerns(String key, EntityRef entity) {
        return key.equals(entity.id())
                || key.equals(entity.toString())
                || key.startsWith(entity + "/");
    }
}
