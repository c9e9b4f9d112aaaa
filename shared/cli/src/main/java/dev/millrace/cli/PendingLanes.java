package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.Lanes.Lane;
import dev.millrace.cli.Lanes.Look;
import dev.millrace.cli.Lanes.Mark;
import dev.millrace.cli.Lanes.When;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is still to come: effects that are owed, which leave by themselves, and then whatever waits
/// for its time.
record PendingLanes(JsonNode trace, Sketch sketch) {

    private record Due(String at, Lane lane, String text, String note, Optional<Mark> cause) {
        Instant order() {
            return Moment.instant(at).orElse(Instant.MAX);
        }
    }

    void draw() {
        trace.path("processes").forEach(this::owed);
        Stream.of(timers(), retries(), deadline())
                .flatMap(due -> due)
                .sorted(Comparator.comparing(Due::order))
                .forEach(this::due);
    }

    private void owed(JsonNode process) {
        var owed = process.path("owed").valueStream().toList();
        if (owed.isEmpty()) return;
        sketch.column(When.SOON, null);
        var causes = causes(owed);
        var effects = owed.stream().map(one -> one.path("effect").asText()).toList();
        var all = String.join(", ", effects);
        var note = effects.size() == 1 ? all : effects.size() + " effects";
        var lane = Lane.of(process.path("process").asText());
        var mark = sketch.add(lane, List.of("owes"), note, all, Look.PENDING);
        causes.forEach(cause -> sketch.arrow(cause, mark));
    }

    private Iterable<Mark> causes(List<JsonNode> owed) {
        var causes = new LinkedHashSet<Mark>();
        for (var one : owed) sketch.named(one.path("causation").asText()).ifPresent(causes::add);
        if (causes.isEmpty())
            causes.add(sketch.outside(owed.getFirst().path("causation").asText()));
        return causes;
    }

    private void due(Due due) {
        sketch.column(When.LATER, Moment.instant(due.at()).orElse(null));
        var mark = sketch.add(due.lane(), List.of(due.text()), due.note(), "", Look.PENDING);
        due.cause().ifPresent(cause -> sketch.arrow(cause, mark));
    }

    private Stream<Due> timers() {
        return trace.path("processes")
                .valueStream()
                .flatMap(process -> {
                    var lane = Lane.of(process.path("process").asText());
                    return process.path("timers").valueStream().map(timer -> timer(lane, timer));
                });
    }

    private Due timer(Lane lane, JsonNode timer) {
        var cause = sketch.named(timer.path("causation").asText());
        return new Due(
                timer.path("at").asText(), lane, "wakes", timer.path("timer").asText(), cause);
    }

    private Stream<Due> retries() {
        return trace.path("parked")
                .valueStream()
                .map(Parked::of)
                .flatMap(parked -> {
                    var next = parked.next();
                    var lane = Lane.of(parked.process());
                    var cause = sketch.named(StuckLanes.name(parked));
                    return next == null
                            ? Stream.of()
                            : Stream.of(new Due(next, lane, "tries again", "by itself", cause));
                });
    }

    private Stream<Due> deadline() {
        var deadline = trace.path("seats").path("deadline").asText();
        if (!trace.path("status").asText().equals("CONFIRMED") || deadline.isEmpty()) {
            return Stream.of();
        }
        var confirmed = sketch.first(Lane.BOOKING, "BookingConfirmed");
        return Stream.of(new Due(deadline, Lane.of("expiry"), "expires", "unless paid", confirmed));
    }
}
