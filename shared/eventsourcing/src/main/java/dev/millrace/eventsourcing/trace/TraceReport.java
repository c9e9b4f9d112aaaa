package dev.millrace.eventsourcing.trace;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Collects the trace of an entity.
public final class TraceReport {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/#-]+");

    private final List<Fact> facts = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> why = new ArrayList<>();
    private final Set<String> commands = new LinkedHashSet<>();
    private String status;

    public TraceReport(String status) {
        this.status = status;
    }

    /// A named fact, in words.
    public record Fact(String name, String text) {}

    /// Something that happened, or is still to come.
    ///
    /// @param lane who did it: a process, an entity type, or a column of the service's own
    /// @param at null if it is not known; in the future for a timer
    /// @param causes the ids of other entries
    public record Entry(
            String id,
            String lane,
            String text,
            @Nullable String detail,
            @Nullable Instant at,
            List<String> causes,
            Status status) {
        public Entry because(Stream<String> others) {
            return new Entry(id, lane, text, detail, at, others.distinct().toList(), status);
        }
    }

    public enum Status {
        DONE,
        /// Owed, waiting, or a timer.
        PENDING,
        PARKED,
        SKIPPED
    }

    /// Replaces the state's persisted name as the status.
    public void status(String word) {
        status = word;
    }

    public void fact(String name, String text) {
        facts.add(new Fact(name, text));
    }

    public void add(Entry entry) {
        entries.add(entry);
    }

    /// Adds a sentence that says why the entity is in its state.
    public void say(String sentence) {
        why.add(sentence);
    }

    /// Notes a command that ends a sentence of this trace, and returns it. Other text of a sentence
    /// is never shown as a command, because it may contain what a sender wrote.
    public String command(String command) {
        commands.add(command);
        return command;
    }

    public Set<String> commands() {
        return commands;
    }

    public String status() {
        return status;
    }

    public List<Fact> facts() {
        return facts;
    }

    public List<Entry> entries() {
        return entries;
    }

    public List<String> why() {
        return why;
    }

    /// An instant in a sentence.
    public static String at(Instant instant) {
        return instant.truncatedTo(SECONDS).toString();
    }

    /// The shell command that gives a process the commits of an entity once more.
    public static String fromJournal(String process, String entityId) {
        return "./millrace redrive %s %s --from-journal".formatted(process, word(entityId));
    }

    /// Quotes text for a shell if needed: any sender of an event may have chosen an id.
    public static String word(String text) {
        return WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
