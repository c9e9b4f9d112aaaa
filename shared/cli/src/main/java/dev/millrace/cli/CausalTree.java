package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What caused what in a booking's trace: each command beneath the event that caused it, each event
/// beneath the command that did it, and beneath an event also what is still owed because of it.
record CausalTree(JsonNode trace) {
    private static final String NO_TIME = " ".repeat(12);

    /// Something that happened, or is to happen, and what came of it.
    private record Node(String time, String text, List<Node> came) {
        Stream<String> lines(int depth) {
            var line = time + "  " + "    ".repeat(depth) + Printable.line(text);
            return Stream.concat(
                    Stream.of(line), came.stream().flatMap(node -> node.lines(depth + 1)));
        }
    }

    /// A line each, beginning with the seconds since the booking began.
    List<String> lines() {
        var begun = commits().filter(commit -> isFromOutside(commit)).map(this::fromOutside);
        var owed = owed().filter(one -> isFromOutside(one.json())).map(this::fromOutside);
        return Stream.concat(begun, owed).flatMap(node -> node.lines(0)).toList();
    }

    /// What a process is yet to do, and its cause.
    private record Owed(String text, JsonNode json) {}

    private Stream<Owed> owed() {
        return trace.path("processes")
                .valueStream()
                .flatMap(process -> {
                    var name = process.path("process").asText();
                    return Stream.concat(
                            process.path("owed")
                                    .valueStream()
                                    .map(one ->
                                            new Owed(
                                                    name + " owes " + one.path("effect").asText(),
                                                    one)),
                            process.path("timers")
                                    .valueStream()
                                    .map(one -> new Owed(name + " wakes " + wakes(one), one)));
                });
    }

    private String wakes(JsonNode timer) {
        return "at %s (%s)"
                .formatted(
                        Moment.of(timer.path("at").asText(), now()), timer.path("timer").asText());
    }

    private Stream<JsonNode> commits() {
        return trace.path("commits").valueStream();
    }

    /// Nothing before it in this journal caused it: somebody outside did, or the bus, or time.
    private boolean isFromOutside(JsonNode caused) {
        return commits()
                .filter(commit -> isBefore(commit, caused))
                .noneMatch(commit ->
                        IntStream.range(0, commit.path("events").size())
                                .anyMatch(index -> isCause(commit, index, caused)));
    }

    private Node fromOutside(JsonNode commit) {
        return beneathItsCause(commit, node(commit));
    }

    private Node fromOutside(Owed owed) {
        return beneathItsCause(owed.json(), new Node(NO_TIME, owed.text(), List.of()));
    }

    private static Node beneathItsCause(JsonNode caused, Node node) {
        if (!caused.hasNonNull("causation")) return node;
        var cause = caused.path("causation").asText().replace('/', ' ');
        return new Node(NO_TIME, cause, List.of(node));
    }

    private Node node(JsonNode commit) {
        var events =
                IntStream.range(0, commit.path("events").size())
                        .mapToObj(index -> event(commit, index));
        return new Node(
                since(commit.path("at").asText()),
                commit.path("by").asText() + ": accepted",
                Stream.concat(events, parked(commit)).toList());
    }

    private Node event(JsonNode commit, int index) {
        var commands =
                commits()
                        .filter(other -> isBefore(commit, other) && isCause(commit, index, other))
                        .map(this::node);
        var owed =
                owed().filter(one -> isCause(commit, index, one.json()))
                        .map(one -> new Node(NO_TIME, one.text(), List.of()));
        return new Node(
                NO_TIME,
                commit.path("events").path(index).asText(),
                Stream.concat(commands, owed).toList());
    }

    private Stream<Node> parked(JsonNode commit) {
        var name =
                "Booking#%s/%d"
                        .formatted(trace.path("booking").asText(), commit.path("seq").asLong());
        return trace.path("parked")
                .valueStream()
                .map(Parked::of)
                .filter(parked -> parked.what().equals(name))
                .map(parked ->
                        new Node(
                                NO_TIME,
                                "%s: parked since %s: %s"
                                        .formatted(
                                                parked.process(),
                                                Moment.of(parked.since(), now()),
                                                parked.error()),
                                List.of()));
    }

    /// Only what is before something can cause it: so no path leads in a circle. What is owed is
    /// after all.
    private static boolean isBefore(JsonNode commit, JsonNode caused) {
        return !caused.has("seq") || commit.path("seq").asLong() < caused.path("seq").asLong();
    }

    /// An event's id is `<booking>/<seq>/<index>`, and `Booking#` stands before it where a process
    /// says it, which hears of more than one type.
    private boolean isCause(JsonNode commit, int index, JsonNode caused) {
        var event =
                "%s/%d/%d"
                        .formatted(
                                trace.path("booking").asText(), commit.path("seq").asLong(), index);
        var cause = caused.path("causation").asText();
        return cause.equals(event) || cause.equals("Booking#" + event);
    }

    private String since(String at) {
        var begin =
                commits().findFirst().flatMap(first -> Moment.instant(first.path("at").asText()));
        return Moment.instant(at)
                .flatMap(instant -> begin.map(first -> Duration.between(first, instant)))
                .map(length -> String.format(Locale.ROOT, "%10.3f s", length.toMillis() / 1000.0))
                .orElse(NO_TIME);
    }

    private Instant now() {
        return Optional.of(trace.path("now").asText())
                .flatMap(Moment::instant)
                .orElse(Instant.EPOCH);
    }
}
