package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.trace.TraceReport.Entry;
import dev.millrace.eventsourcing.trace.TraceReport.Fact;
import dev.millrace.eventsourcing.trace.TraceReport.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The answer of the operation `trace`, as docs/operations-protocol.md describes it. Every trace
/// that a test reads is checked against the promises of that protocol.
record Traced(
        String type,
        String entity,
        String status,
        Instant now,
        List<Fact> facts,
        List<Entry> entries,
        List<String> why,
        String rejections) {

    static Traced of(Backstage stage, String booking) {
        var answer = stage.operate(Map.of("operation", "trace", "entity", booking));
        assertThat(answer)
                .containsOnlyKeys(
                        "type",
                        "entity",
                        "status",
                        "now",
                        "facts",
                        "entries",
                        "why",
                        "commands",
                        "rejections");
        var trace = Json.mapper().convertValue(answer, Traced.class);
        assertThat(trace.type()).isEqualTo("Booking");
        assertThat(trace.entity()).isEqualTo(booking);
        trace.entriesAreAsPromised();
        return trace;
    }

    private void entriesAreAsPromised() {
        assertThat(entries).extracting(Entry::id).doesNotHaveDuplicates();
        var ids = entries.stream().map(Entry::id).toList();
        assertThat(entries).allSatisfy(entry -> assertThat(ids).containsAll(entry.causes()));
        assertThat(entries.stream().flatMap(entry -> Stream.ofNullable(entry.at()))).isSorted();
        assertThat(entries)
                .filteredOn(entry -> entry.status() == Status.DONE && entry.at() != null)
                .allSatisfy(entry -> assertThat(entry.at()).isBeforeOrEqualTo(now));
    }

    /// The entries in words: `reminder: wakes (half time) PENDING`.
    List<String> told() {
        return entries.stream().map(Traced::inWords).toList();
    }

    private static String inWords(Entry entry) {
        var detail = entry.detail() == null ? "" : " (" + entry.detail() + ")";
        var status = entry.status() == Status.DONE ? "" : " " + entry.status();
        return entry.lane() + ": " + entry.text() + detail + status;
    }

    /// The entry with this text.
    Entry entry(String words) {
        return entries.stream()
                .filter(entry -> inWords(entry).equals(words))
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                found -> {
                                    assertThat(found).as("%s among %s", words, told()).hasSize(1);
                                    return found.getFirst();
                                }));
    }

    /// The causes of the entry with this text.
    List<String> causesOf(String words) {
        return entry(words).causes().stream()
                .map(cause -> entries.stream().filter(one -> one.id().equals(cause)).findFirst())
                .map(cause -> inWords(cause.orElseThrow()))
                .toList();
    }

    Map<String, String> known() {
        return facts.stream().collect(Collectors.toMap(Fact::name, Fact::text));
    }

    String whyText() {
        return String.join("\n", why);
    }

    /// The time from now until the entry with this text is due.
    Duration until(String words) {
        var at = entry(words).at();
        assertThat(at).as(words).isNotNull();
        return Duration.between(now, at);
    }
}
