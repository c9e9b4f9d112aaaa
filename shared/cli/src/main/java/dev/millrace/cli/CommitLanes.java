package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.Lanes.Kind;
import dev.millrace.cli.Lanes.Lane;
import dev.millrace.cli.Lanes.Look;
import dev.millrace.cli.Lanes.Mark;
import dev.millrace.cli.Lanes.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A commit: what led to it, who sent the command, what the seats answered before, what happened,
/// and what the bus was told of it.
record CommitLanes(JsonNode trace, Sketch sketch) {
    /// Whoever, parked at a commit, keeps the bus from hearing of it.
    private static final Set<String> HINDERING = Set.of("announcement", "booking-stream");

    void draw(JsonNode commit) {
        sketch.column(When.PAST, Moment.instant(commit.path("at").asText()).orElse(null));
        var events = commit.path("events").valueStream().map(JsonNode::asText).toList();
        var sender = sender(commit, events);
        var happened = sketch.done(Lane.BOOKING, events, "commit " + commit.path("seq").asLong());
        sketch.arrow(sender, happened);
        sketch.name(name(commit), happened);
        for (var index = 0; index < events.size(); index++) {
            sketch.name(name(commit) + "/" + index, happened);
        }
        announce(commit, happened);
    }

    private Mark sender(JsonNode commit, List<String> events) {
        var by = commit.path("by").asText().split(" ", 2);
        var command = by.length == 1 ? by[0] : by[1];
        if (by[0].equals("http")) {
            return sketch.done(Lane.OUTSIDE, List.of(command), "HTTP client");
        }
        var causes = causes(by[0], commit, events);
        var sender = sketch.done(new Lane(Kind.PROCESS, by[0]), List.of(command), "");
        causes.forEach(cause -> sketch.arrow(cause, sender));
        if (by[0].equals("reservation")) askSeats(sender, events);
        return sender;
    }

    private List<Mark> causes(String process, JsonNode commit, List<String> events) {
        var causation = commit.path("causation").asText("");
        if (causation.isEmpty()) {
            return process.equals("expiry")
                    ? List.of(sketch.done(Lane.OUTSIDE, List.of("deadline passed"), "time"))
                    : List.of();
        }
        var causes = new ArrayList<Mark>();
        sketch.named(causation).ifPresent(causes::add);
        if (causes.isEmpty()) {
            causes.add(sketch.outside(causation));
        } else if (events.contains("BookingPaid")) { // by a payment that had been kept
            Payment.standing("APPLIED", trace).stream().map(this::early).forEach(causes::add);
        }
        return causes;
    }

    private Mark early(Payment payment) {
        var detail = payment.id() + ", some time before";
        return sketch.add(
                Lane.OUTSIDE, List.of("PaymentReceived"), payment.id(), detail, Look.DONE);
    }

    private void askSeats(Mark reservation, List<String> events) {
        if (events.contains("BookingConfirmed")) {
            sketch.arrow(reservation, sketch.done(Lane.SEATS, List.of("held"), ""));
        }
        if (events.contains("BookingDenied")) {
            var reason = trace.path("seats").path("reason").asText();
            sketch.arrow(reservation, sketch.done(Lane.SEATS, List.of("refused"), reason));
        }
    }

    private void announce(JsonNode commit, Mark happened) {
        var told =
                commit.path("tells")
                        .valueStream()
                        .filter(one -> one.path("process").asText().equals("announcement"))
                        .map(one -> one.path("message").asText())
                        .toList();
        if (told.isEmpty() || isHindered(commit, "parked") || isHindered(commit, "skipped")) return;
        var announcement = sketch.done(Lane.of("announcement"), List.of("announces"), "");
        sketch.arrow(happened, announcement);
        sketch.arrow(announcement, sketch.done(Lane.BUS, told, ""));
    }

    private boolean isHindered(JsonNode commit, String how) {
        return trace.path(how)
                .valueStream()
                .anyMatch(one ->
                        HINDERING.contains(one.path("process").asText())
                                && one.path("what").asText().equals("Booking#" + name(commit)));
    }

    private String name(JsonNode commit) {
        return trace.path("booking").asText() + "/" + commit.path("seq").asLong();
    }
}
