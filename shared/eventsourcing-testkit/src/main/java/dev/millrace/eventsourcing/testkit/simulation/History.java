package dev.millrace.eventsourcing.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The log of a simulation: what happened, in order, as readable lines.
///
/// Requests and answers are kept as objects. They are formatted only when the lines are read.
public final class History {
    private final Instant start;
    private final Function<Object, String> words;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Instant at, String who, Object what, Object answer) {}

    History(Instant start, Function<Object, String> words) {
        this.start = start;
        this.words = words;
    }

    void add(Instant at, String who, Object what, Object answer) {
        entries.add(new Entry(at, who, what, answer));
    }

    /// One line per entry: the time since the start, the caller, the request and the answer.
    public Stream<String> lines() {
        return entries.stream().map(this::line);
    }

    @Override
    public String toString() {
        return lines().collect(Collectors.joining("\n"));
    }

    private String line(Entry entry) {
        var answer = words.apply(entry.answer());
        return String.format(
                Locale.ROOT,
                "%12s  %-24s %s%s",
                sinceStart(entry.at()),
                entry.who(),
                words.apply(entry.what()),
                answer.isEmpty() ? "" : " -> " + answer);
    }

    private String sinceStart(Instant at) {
        var since = Duration.between(start, at);
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d.%03d",
                since.toHours(),
                since.toMinutesPart(),
                since.toSecondsPart(),
                since.toMillisPart());
    }
}
