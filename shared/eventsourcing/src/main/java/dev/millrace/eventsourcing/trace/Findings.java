package dev.millrace.eventsourcing.trace;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.ProcessType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everything that is stored of one entity. The journal is read first, then the other stores, one
/// after the other. So they may contain effects of commits that are not in `commits`. A store that
/// lacks effects of `commits` really is behind.
///
/// @param state after the commits
/// @param instances those of every process that concern the entity
/// @param rows of the views, by view
/// @param failedInputs how many inputs from the bus, for any instance, reached no process
public record Findings<S, E>(
        EntityRef entity,
        List<Commit<E>> commits,
        S state,
        List<Kept> instances,
        Map<String, Row<?>> rows,
        int failedInputs,
        Instant now) {
    /// A stream record usually arrives within a second; after this it is late or lost.
    private static final Duration LATE_AFTER = Duration.ofMinutes(1);

    /// An instance of a process, a view or a stream.
    public record Kept(String process, Instance<?, ?> instance) {}

    /// The instance whose home is this entity; an empty one if there is none.
    @SuppressWarnings("unchecked") // a process keeps instances of its own type
    public <T, I> Instance<T, I> instance(ProcessType<T, I> process) {
        return instances.stream()
                .filter(kept -> kept.process().equals(process.name()))
                .filter(kept -> kept.instance().key().equals(entity.id()))
                .map(kept -> (Instance<T, I>) kept.instance())
                .findFirst()
                .orElse(Instance.none(entity.id()));
    }

    /// The row of a view; null if there is none.
    @SuppressWarnings("unchecked") // a view keeps rows of its own type
    public <V> @Nullable Row<V> row(ViewType<V, E> view) {
        return (Row<V>) rows.get(view.name());
    }

    /// Whether an instance of one of these processes matches.
    public boolean isAny(List<String> processes, Predicate<Instance<?, ?>> how) {
        return instances.stream()
                .filter(kept -> processes.contains(kept.process()))
                .anyMatch(kept -> how.test(kept.instance()));
    }

    /// When the last commit was made.
    ///
    /// @throws java.util.NoSuchElementException if there is none
    public Instant changed() {
        return commits.getLast().at();
    }

    /// Whether a reaction to something at that time is late.
    public boolean isLate(Instant since) {
        return since.plus(LATE_AFTER).isBefore(now);
    }
}
