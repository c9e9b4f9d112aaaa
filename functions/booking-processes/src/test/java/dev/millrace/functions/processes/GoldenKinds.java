package dev.millrace.functions.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.Golden;
import java.util.Map;
import java.util.TreeMap;

/// The kinds of persisted data in the golden files, each with the first file that has it. It reads
/// attributes only, so it depends on no code that writes them.
final class GoldenKinds {
    private final Map<String, String> firstSeen = new TreeMap<>();

    static Map<String, String> ofAll() {
        var kinds = new GoldenKinds();
        Golden.files().forEach(kinds::lookAt);
        return kinds.firstSeen;
    }

    private void lookAt(String file) {
        var state = Golden.read(file);
        state.path("Events").forEach(item -> commit(file, item));
        state.path("Seats").forEach(item -> seat(file, item));
        state.path("BookingView").forEach(item -> row(file, item));
        state.path("Erased").forEach(_ -> saw(file, "erased entity"));
        state.path("Processes").forEach(item -> instance(file, item));
        state.path("published")
                .forEach(text -> saw(file, "published " + text.asText().split(" ", 2)[0]));
        if (!state.path("failures").isEmpty()) saw(file, "payment in the failure queue");
        if (state.has("cursor")) saw(file, "cursor of a list");
        if (state.has("next")) saw(file, "cursor of a rebuild");
    }

    private void row(String file, JsonNode item) {
        var status = json(item, "row").path("status").asText();
        saw(file, item.has("deleted") ? "row deleted" : "row " + status);
    }

    private void commit(String file, JsonNode item) {
        if (item.has("erased")) {
            saw(file, "commit erased");
            return;
        }
        json(item, "events").forEach(event -> saw(file, "event " + event.path("type").asText()));
        saw(file, "commit by " + text(item, "by"));
        saw(file, item.has("cau") ? "commit with cau" : "commit without cau");
        if (!item.has("snap")) return;
        saw(file, "snapshot " + json(item, "snap").path("state").path("type").asText());
    }

    private void seat(String file, JsonNode item) {
        var sort = text(item, "sk");
        if (sort.equals("Concert")) saw(file, "concert");
        else if (sort.equals("Reservation")) saw(file, "reservation " + text(item, "answer"));
        else saw(file, item.has("heldBy") ? "seat held" : "seat free");
    }

    private void instance(String file, JsonNode item) {
        if (item.has("forgetAt")) {
            saw(file, text(item, "pk").split("#", 2)[0] + " mark");
            return;
        }
        var process = text(item, "process") + " ";
        if (item.has("state")) saw(file, process + "started");
        if (item.has("finished")) saw(file, process + "finished");
        if (item.has("waiting")) saw(file, process + "with a waiting input");
        if (item.has("skipped")) saw(file, process + "with something skipped");
        for (var effect : json(item, "owed")) {
            var sends = effect.has("send");
            var named = sends ? effect.path("send").path("command") : effect.path("publish");
            saw(
                    file,
                    process
                            + (sends ? "owing " : "owing publication ")
                            + named.path("type").asText());
        }
        for (var timer : json(item, "timers")) {
            saw(
                    file,
                    process
                            + (timer.has("having")
                                    ? "with a timer and its entity"
                                    : "with a timer"));
        }
        if (!item.has("parked")) return;
        var parked = json(item, "parked");
        saw(file, process + "parked at " + what(parked.path("what").asText()));
        if (!parked.has("next")) saw(file, process + "given up");
    }

    private static String what(String what) {
        if (what.startsWith("timer ")) return "a timer";
        if (what.startsWith("PaymentReceived/")) return "an input";
        if (!what.startsWith("Booking#")) return "an effect";
        return what.contains("/") ? "a commit" : "a row";
    }

    private void saw(String file, String kind) {
        firstSeen.putIfAbsent(kind, file);
    }

    private static String text(JsonNode item, String attribute) {
        return item.path(attribute).path("S").asText();
    }

    private static JsonNode json(JsonNode item, String attribute) {
        return item.has(attribute)
                ? Json.read(text(item, attribute), JsonNode.class)
                : Json.mapper().createArrayNode();
    }
}
