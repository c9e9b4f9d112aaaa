package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is kept of a booking beside its journal, in a few words each.
record TraceFacts(JsonNode trace) {

    record Fact(String name, String inWords) {}

    List<Fact> all() {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("seats", seats()));
        facts.add(new Fact("view", view()));
        for (var process : trace.path("processes")) {
            facts.add(new Fact(text(process, "process"), text(process, "state")));
        }
        return facts;
    }

    private String seats() {
        var seats = trace.path("seats");
        return switch (text(seats, "answer")) {
            case "HELD" ->
                    text(trace, "status").equals("SETTLED")
                            ? "held"
                            : "held, to be paid until " + deadline(seats);
            case "REFUSED" -> "refused: " + text(seats, "reason");
            case "RELEASED" -> "released";
            default -> "not asked for";
        };
    }

    private String deadline(JsonNode seats) {
        var now = Moment.instant(text(trace, "now")).orElse(Instant.EPOCH);
        return Moment.of(text(seats, "deadline"), now);
    }

    private String view() {
        var view = trace.path("view");
        var behind = view.path("behind").asLong();
        var shown = view.hasNonNull("status") ? text(view, "status") : "nothing";
        return behind == 0
                ? shown
                : "%s (commits it has not taken yet: %d)".formatted(shown, behind);
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }
}
