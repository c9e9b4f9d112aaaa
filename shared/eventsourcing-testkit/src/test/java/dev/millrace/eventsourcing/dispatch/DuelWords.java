package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.testkit.RecordingBus;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Formats the requests and answers of a duel, the same way in every JVM.
final class DuelWords {
    private DuelWords() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case Optional<?> some -> some.map(DuelWords::of).orElse("nothing");
            case Instance<?, ?> instance -> instance(instance);
            case Commit<?> commit -> commit.seq() + " " + commit.events();
            case Journal.History<?, ?>(var snapshot, var commits) ->
                    (snapshot == null ? "" : "snapshot " + snapshot.version() + ", ") + of(commits);
            case Journal.Appended.Written<?> _ -> "written";
            case Journal.Appended.Conflict<?>(var commit) -> "conflict with " + of(commit);
            case RecordingBus.Published(var name, var message) -> name + " " + message;
            case Collection<?> all ->
                    all.stream().map(DuelWords::of).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    private static String instance(Instance<?, ?> of) {
        var words = new StringBuilder("version " + of.version() + " " + of.state());
        if (of.finished()) words.append(", finished");
        of.marks().values().forEach(mark -> words.append(", mark ").append(mark));
        of.owed().forEach(owed -> words.append(", owes ").append(owed.effect()));
        new TreeMap<>(of.timers())
                .forEach((name, timer) -> words.append(", wakes at ").append(timer.at()));
        var parked = of.parked();
        if (parked != null) words.append(", parked at ").append(parked.what());
        var behind = new TreeSet<>(of.behind().stream().map(Object::toString).toList());
        if (!behind.isEmpty()) words.append(", behind ").append(behind);
        var others = new TreeMap<String, Object>();
        of.others()
                .byEntity()
                .forEach((entity, numbers) ->
                        others.put(
                                entity.toString(),
                                numbers.handled().keySet()
                                        + " outstanding "
                                        + numbers.outstanding().keySet()));
        if (!others.isEmpty()) words.append(", others ").append(others);
        return words.toString();
    }
}
