package dev.millrace.eventsourcing.lambda.host;

import static dev.millrace.eventsourcing.trace.TraceReport.Status.DONE;
import static dev.millrace.eventsourcing.trace.TraceReport.Status.PARKED;
import static dev.millrace.eventsourcing.trace.TraceReport.Status.PENDING;
import static dev.millrace.eventsourcing.trace.TraceReport.Status.SKIPPED;
import static java.util.regex.Pattern.DOTALL;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.process.CommitHost;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Builds the entries of a trace, in order of time: each command and event of the entity, and what
/// its processes owe, wait for, have parked or skipped. Any other cause becomes an entry, too.
final class TraceEntries<S, E> {
    private static final Room BEGIN = new Room(500_000);
    private static final Room END = new Room(2_500_000);
    private static final String GAP = "left out";

    private static final Pattern EVENT = Pattern.compile("(.+#.*)/([0-9]+)/[0-9]+", DOTALL);
    private static final Pattern HANDLED_EVENT = Pattern.compile("[^#]+/[0-9]+/[0-9]+", DOTALL);
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

    /// The first and last entries that fit into an answer, and one entry for those between.
    ///
    /// @param more the service's own entries; one with the id of a library entry replaces it
    List<Entry> with(List<Entry> more) {
        found.commits().forEach(this::add);
        found.instances().forEach(this::add);
        more.forEach(this::add);
        var ordered = new ArrayList<Entry>();
        for (var entry : List.copyOf(entries.values())) {
            for (var cause : entry.causes()) {
                if (entries.containsKey(cause)) continue;
                entries.put(cause, outside(cause));
                ordered.add(outside(cause));
            }
            ordered.add(entry);
        }
        return withRoom(ordered.stream().sorted(Comparator.comparing(this::time)).toList());
    }

    /// If the cause of an entry is left out, the entry for the gap becomes its cause.
    private static List<Entry> withRoom(List<Entry> all) {
        var first = BEGIN.first(all);
        var last = END.last(all.subList(first.size(), all.size()));
        var leftOut = all.size() - first.size() - last.size();
        if (leftOut == 0) return all;
        var text = String.format(Locale.ROOT, "%,d entries are left out", leftOut);
        var gap = new Entry(GAP, "trace", text, null, null, List.of(), DONE);
        var shown = Stream.of(first, List.of(gap), last).flatMap(List::stream).toList();
        var ids = shown.stream().map(Entry::id).collect(Collectors.toSet());
        return shown.stream()
                .map(entry ->
                        entry.because(
                                entry.causes().stream().map(id -> ids.contains(id) ? id : GAP)))
                .toList();
    }

    /// An entry of unknown time follows its cause, or precedes the first entry that it caused.
    private Instant time(Entry entry) {
        if (entry.at() != null) return entry.at();
        var effects = entries.values().stream().filter(one -> one.causes().contains(entry.id()));
        return times(entry.causes().stream().map(entries::get))
                .findFirst()
                .or(() -> times(effects).min(Comparator.naturalOrder()))
                .filter(found.now()::isAfter)
                .orElse(found.now());
    }

    private static Stream<Instant> times(Stream<Entry> entries) {
        return entries.map(Entry::at).filter(Objects::nonNull);
    }

    private void add(Commit<E> commit) {
        var by = commit.by().split(" ", 2);
        var command = commit.commandId();
        var at = commit.at();
        var cause = cause(by[0], commit.causationId());
        add(command, by[0], by[by.length - 1], null, at, cause, DONE);
        for (var index = 0; index < commit.events().size(); index++) {
            var event = type.events().nameOf(commit.events().get(index));
            var detail = "commit " + commit.seq();
            add(canonical(commit.eventId(index)), type.name(), event, detail, at, command, DONE);
        }
    }

    /// A stateless process leaves out the type of the event, which may differ from this entity's
    /// type. It is the one type that the process subscribes to.
    private @Nullable String cause(String process, @Nullable String id) {
        if (id == null || !HANDLED_EVENT.matcher(id).matches()) return id;
        return processes.named(process) instanceof CommitHost host
                ? host.sourceTypes().iterator().next() + "#" + id
                : id;
    }

    private void add(Kept kept) {
        var instance = kept.instance();
        var process = kept.process();
        var isHome = instance.key().equals(found.entity().id());
        // Several instances of a process may receive the entity's commits, each with timers of the
        // same names.
        var of = isHome ? process : process + " " + instance.key();
        for (var input : instance.waiting()) {
            add(of + " " + input.id(), process, "waits", null, null, input.id(), PENDING);
        }
        for (var owed : instance.owed()) {
            var text = "owes " + TraceSentences.name(processes.named(process), owed.effect());
            add(owed.id(), process, text, null, null, owed.causationId(), PENDING);
        }
        instance.timers()
                .forEach((name, timer) -> {
                    var id = of + " timer " + name;
                    add(id, process, "wakes", name, timer.at(), timer.causationId(), PENDING);
                });
        for (var one : instance.skipped()) {
            var id = at(of, kept, one.what()) + " skipped " + one.what();
            add(id, process, one.what(), one.reason(), one.at(), one.what(), SKIPPED);
        }
        var parked = instance.parked();
        if (parked == null) return;
        var detail = "%s, after %s tries".formatted(parked.error(), parked.attempts());
        var id = at(of, kept, parked.what()) + " parked at " + parked.what();
        add(id, process, parked.what(), detail, parked.since(), parked.what(), PARKED);
        if (parked.next() == null) return;
        add(id + ", next", process, "is tried again", null, parked.next(), id, PENDING);
    }

    /// The instance of a stateless process is the commit itself.
    private static String at(String of, Kept kept, String what) {
        return kept.instance().key().equals(what) ? kept.process() : of;
    }

    private void add(
            String id,
            String lane,
            String text,
            @Nullable String detail,
            @Nullable Instant at,
            @Nullable String cause,
            Status status) {
        var causes = cause == null ? List.<String>of() : List.of(cause);
        add(new Entry(id, lane, text, detail, at, causes, status));
    }

    private void add(Entry entry) {
        entries.put(entry.id(), entry.because(entry.causes().stream().map(this::canonical)));
    }

    /// The id by which the trace knows an event or command. It adds the type that stateless
    /// processes leave out, names a commit by its first event, and a rejection by its command.
    private String canonical(String id) {
        if (entries.containsKey(id)) return id;
        if (id.endsWith("/refused")) return id.substring(0, id.length() - "/refused".length());
        var whole = id.startsWith(found.entity().id() + "/") ? type.name() + "#" + id : id;
        var isCommit = COMMIT.matcher(whole).matches() && !EVENT.matcher(whole).matches();
        return isCommit ? whole + "/0" : whole;
    }

    /// A cause from outside: an event of another entity, an input of the bus, a timer, or a command
    /// that was rejected.
    private static Entry outside(String id) {
        var event = EVENT.matcher(id);
        if (event.matches()) {
            var entity = EntityRef.of(event.group(1));
            var text = "an event of %s %s".formatted(entity.type(), entity.id());
            return outside(id, entity.type(), text, "commit " + event.group(2));
        }
        if (id.startsWith("timer ")) return outside(id, "time", id, null);
        var input = id.split("/", 2);
        return input.length == 2
                ? outside(id, "outside", input[0], input[1])
                : outside(id, "outside", "a command or message", id);
    }

    private static Entry outside(String id, String lane, String text, @Nullable String detail) {
        return new Entry(id, lane, text, detail, null, List.of(), DONE);
    }
}
