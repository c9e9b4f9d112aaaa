package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.Findings.Kept;
import dev.millrace.eventsourcing.trace.TraceReport;
import dev.millrace.eventsourcing.trace.TraceReport.Entry;
import dev.millrace.eventsourcing.trace.TraceReport.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reports everything that is stored about an entity. What cannot be read is reported and hides
/// nothing else, because an operator needs a trace most when something is broken.
///
/// A trace costs a query of the journal, and a `GetItem` for each view, for each instance of a
/// stateful process, and for each stateless process of each of the last commits. For older commits
/// it finds only parked instances, by a scan of all parked instances.
final class EntityTrace {
    private static final int MOST_CORRELATIONS = 100;
    private static final Room WHY = new Room(1_000_000);

    private final Platform platform;
    private final Processes processes;
    private final InstanceKeys keys;
    private final List<String> unreadable = new ArrayList<>();

    EntityTrace(Platform platform, Processes processes, InstanceKeys keys) {
        this.platform = platform;
        this.processes = processes;
        this.keys = keys;
    }

    /// The answer to `trace`.
    ///
    /// @param commands the commands that end sentences of `why`
    /// @param rejections a query for CloudWatch Logs Insights, because only the logs have
    ///   rejections
    record Answer(
            String type,
            String entity,
            String status,
            Instant now,
            List<Fact> facts,
            List<Entry> entries,
            List<String> why,
            List<String> commands,
            String rejections) {}

    /// @return null if nothing is known of the entity
    @Nullable Answer of(EntityRef entity, int failedInputs) {
        return of(entity, processes.service().type(entity.type()), failedInputs);
    }

    private <S, E> @Nullable Answer of(
            EntityRef entity, EntityType<S, ?, E, ?> type, int failedInputs) {
        var commits = platform.journal(type).readable(entity.id(), this::unreadable);
        var instances = instances(entity, commits);
        if (commits.isEmpty() && instances.isEmpty() && unreadable.isEmpty()) return null;
        // Of an erased entity there is only what its processes did later.
        var isErased = Commit.isErased(commits);
        var known = isErased ? List.<Commit<E>>of() : commits;
        var state = state(type, known);
        var found =
                new Findings<>(
                        entity,
                        known,
                        state,
                        instances,
                        isErased ? Map.of() : rows(entity),
                        failedInputs,
                        platform.clock().instant());
        var report = new TraceReport(type.states().nameOf(state));
        var sentences = new TraceSentences(found, report, processes);
        if (isErased) sentences.addErasure(commits);
        else processes.service().diagnosis(type).explain(found, report);
        unreadable.forEach(report::say);
        sentences.addInstances();
        if (!isErased) sentences.addViews();
        var entries = new TraceEntries<>(type, processes, found);
        return new Answer(
                entity.type(),
                entity.id(),
                report.status(),
                found.now(),
                report.facts(),
                entries.with(report.entries()),
                why(report.why()),
                WHY.first(List.copyOf(report.commands())),
                rejections(entity, known, instances));
    }

    private static List<String> why(List<String> sentences) {
        var first = WHY.first(sentences);
        var leftOut = sentences.size() - first.size();
        if (leftOut == 0) return sentences;
        return Stream.concat(
                        first.stream(),
                        Stream.of("%s more such sentences are left out.".formatted(leftOut)))
                .toList();
    }

    private void unreadable(Unreadable commit) {
        unreadable.add(capitalized(String.valueOf(commit.cause().getMessage())));
    }

    /// The state up to the first commit that cannot be read or applied.
    private <S, E> S state(EntityType<S, ?, E, ?> type, List<Commit<E>> commits) {
        var known = type.nothing();
        for (var commit : commits) {
            try {
                known = type.after(known, commit);
            } catch (IllegalArgumentException | IllegalStateException broken) {
                unreadable.add(
                        "The state shown is that of commit %s: %s"
                                .formatted(known.version(), broken.getMessage()));
                break;
            }
        }
        return known.state();
    }

    private List<Kept> instances(EntityRef entity, List<? extends Commit<?>> commits) {
        var isAll = unreadable.isEmpty();
        var instances = new ArrayList<Kept>();
        for (var one : keys.of(entity, commits, isAll, row -> unreadable.add(row.toString()))) {
            var process = one.process();
            var what = "the instance %s of %s".formatted(one.key(), process.name());
            var instance = read(what, () -> process.instance(one.key()));
            if (instance != null && instance.version() > 0) {
                instances.add(new Kept(process.name(), instance));
            }
        }
        return instances;
    }

    private Map<String, Row<?>> rows(EntityRef entity) {
        var rows = new LinkedHashMap<String, Row<?>>();
        for (var view : processes.views()) {
            if (!view.sourceTypes().contains(entity.type()) || !view.view().isOnePerEntity())
                continue;
            Row<?> row = read("the row of " + view.name(), () -> view.view().saved(entity.id()));
            if (row != null) rows.put(view.name(), row);
        }
        return rows;
    }

    private <T> @Nullable T read(String what, Supplier<? extends @Nullable T> reading) {
        try {
            return reading.get();
        } catch (Outage outage) {
            throw outage;
        } catch (IllegalArgumentException | IllegalStateException broken) {
            unreadable.add("%s cannot be read: %s".formatted(capitalized(what), broken));
            return null;
        }
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /// A query of CloudWatch has at most 10,000 characters, so it names only the last correlation
    /// ids.
    private static String rejections(
            EntityRef entity, List<? extends Commit<?>> commits, List<Kept> instances) {
        var correlations =
                Stream.concat(
                                commits.stream().map(Commit::correlationId),
                                instances.stream().map(Kept::instance).flatMap(EntityTrace::open))
                        .distinct()
                        .map(EntityTrace::quoted)
                        .toList();
        var last = String.join(", ", InstanceKeys.lastOf(correlations, MOST_CORRELATIONS));
        var either =
                last.isEmpty()
                        ? "entity = " + quoted(entity.toString())
                        : "(entity = %s or correlation_id in [%s])"
                                .formatted(quoted(entity.toString()), last);
        return "fields @timestamp, function, sender, command, reason, causation_id"
                + " | filter outcome = \"REFUSED\" and "
                + either
                + " | sort @timestamp";
    }

    private static Stream<String> open(Instance<?, ?> instance) {
        return Stream.concat(
                instance.owed().stream().map(Instance.Owed::correlationId),
                instance.waiting().stream().map(Instance.Waiting::correlationId));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
