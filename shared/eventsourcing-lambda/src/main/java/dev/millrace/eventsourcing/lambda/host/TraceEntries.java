package dev.millrace.eventsourcing.lambda.host;

import static java.util.regex.Pattern.DOTALL;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.Findings.Kept;
import dev.millrace.eventsourcing.trace.TraceReport.Entry;
import dev.millrace.eventsourcing.trace.TraceReport.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The entries of a trace, in order of time: each command and event of the entity, and all that its
/// processes owe, wait for, have parked or skipped. A cause that is none of them is an entry, too.
final class TraceEntries<S, E> {
    private static final Pattern EVENT = Pattern.compile("(.+#.*)/([0-9]+)/[0-9]+", DOTALL);
    private static final Pattern COMMIT = Pattern.compile(".+#.*/[0-9]+", DOTALL);

    private final EntityType<S, ?, E, ?> type;
    private final Processes processes;
    private final Findings<S, E> found;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    TraceEntries(EntityType<S, ?, E, ?> type, Processes processes, Findings<S, E> found) {
        this.type = type;
        this.processes = processes;
        this.found = found;
    }

    /// @param more those of the service; one of the same id replaces one of the library
    List<Entry> with(List<Entry> more) {
        found.commits().forEach(this::add);
        found.instances().forEach(this::add);
        more.forEach(this::add);
        var ordered = new ArrayList<Entry>();
        for (var entry : List.copyOf(entries.values())) {
            for (var cause : entry.causes()) {
                if (!entries.containsKey(cause)) {
                    var outside = outside(cause);
                    entries.put(cause, outside);
                    ordered.add(outside);
                }
            }
            ordered.add(entry);
        }
        return inOrderOfTime(ordered);
    }

    /// An entry of unknown time stands behind the one it was added after.
    private List<Entry> inOrderOfTime(List<Entry> all) {
        record Timed(Instant key, Entry entry) {}
        var timed = new ArrayList<Timed>();
        for (var n = all.size() - 1; n >= 0; n--) {
            var at = all.get(n).at();
            var next = timed.isEmpty() ? found.now() : timed.getFirst().key();
            timed.addFirst(new Timed(at == null ? next : at, all.get(n)));
        }
        return timed.stream().sorted(Comparator.comparing(Timed::key)).map(Timed::entry).toList();
    }

    private void add(Commit<E> commit) {
        var by = commit.by().split(" ", 2);
        add(
                commit.commandId(),
                by[0],
                by[by.length - 1],
                null,
                commit.at(),
                commit.causationId(),
                Status.DONE);
        for (var index = 0; index < commit.events().size(); index++) {
            add(
                    canonical(commit.eventId(index)),
                    type.name(),
                    type.events().nameOf(commit.events().get(index)),
                    "commit " + commit.seq(),
                    commit.at(),
                    commit.commandId(),
                    Status.DONE);
        }
    }

    private void add(Kept kept) {
        var instance = kept.instance();
        var process = kept.process();
        for (var input : instance.waiting()) {
            add(
                    process + " " + input.id(),
                    process,
                    "waits",
                    null,
                    null,
                    input.id(),
                    Status.PENDING);
        }
        for (var owed : instance.owed()) {
            var name = TraceSentences.name(processes.named(process), owed.effect());
            add(owed.id(), process, "owes " + name, null, null, owed.causationId(), Status.PENDING);
        }
        instance.timers()
                .forEach((name, timer) ->
                        add(
                                process + " timer " + name,
                                process,
                                "wakes",
                                name,
                                timer.at(),
                                timer.causationId(),
                                Status.PENDING));
        for (var one : instance.skipped()) {
            var id = process + " skipped " + one.what();
            add(id, process, one.what(), one.reason(), one.at(), one.what(), Status.SKIPPED);
        }
        var parked = instance.parked();
        if (parked == null) return;
        var detail = "%s, after %d tries".formatted(parked.error(), parked.attempts());
        var id = process + " parked at " + parked.what();
        add(id, process, parked.what(), detail, parked.since(), parked.what(), Status.PARKED);
        if (parked.next() != null) {
            add(id + " next", process, "is tried again", null, parked.next(), id, Status.PENDING);
        }
    }

    private void add(
            String id,
            String lane,
            String text,
            @Nullable String detail,
            @Nullable Instant at,
            @Nullable String cause,
            Status status) {
        var causes = cause == null ? List.<String>of() : List.of(canonical(cause));
        add(new Entry(id, lane, text, detail, at, causes, status));
    }

    private void add(Entry entry) {
        var causes = entry.causes().stream().map(this::canonical).distinct().toList();
        entries.put(
                entry.id(),
                new Entry(
                        entry.id(),
                        entry.lane(),
                        entry.text(),
                        entry.detail(),
                        entry.at(),
                        causes,
                        entry.status()));
    }

    /// The one id of an event or commit: stateless processes leave the type out, a commit is meant
    /// by its first event, and a rejection by its command.
    private String canonical(String id) {
        var own = found.entity().id() + "/";
        var whole = id.startsWith(own) ? type.name() + "#" + id : id;
        if (whole.endsWith("/refused")) return whole.substring(0, whole.length() - 8);
        return COMMIT.matcher(whole).matches() && !EVENT.matcher(whole).matches()
                ? whole + "/0"
                : whole;
    }

    /// A cause that stands elsewhere: an event of another entity, an input of the bus, a timer, or
    /// a command that was rejected.
    private static Entry outside(String id) {
        var event = EVENT.matcher(id);
        if (event.matches()) {
            var entity = EntityRef.of(event.group(1));
            var text = "an event of %s %s".formatted(entity.type(), entity.id());
            return entry(id, entity.type(), text, "commit " + event.group(2));
        }
        if (id.startsWith("timer ")) return entry(id, "time", id, null);
        var slash = id.indexOf('/');
        return slash > 0
                ? entry(id, "outside", id.substring(0, slash), id.substring(slash + 1))
                : entry(id, "outside", "a command or message", id);
    }

    private static Entry entry(String id, String lane, String text, @Nullable String detail) {
        return new Entry(id, lane, text, detail, null, List.of(), Status.DONE);
    }
}
