package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.Lanes.Lane;
import dev.millrace.cli.Lanes.Look;
import dev.millrace.cli.Lanes.Mark;
import dev.millrace.cli.Lanes.When;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a process could not do, and what it was made to drop: a column of its own, right of what it
/// is about.
record StuckLanes(Sketch sketch) {
    private static final Pattern PACKAGE = Pattern.compile("^(\\p{Lower}\\w*\\.)+(?=\\p{Upper})");

    void parked(Parked parked) {
        sketch.column(When.PAST, Moment.instant(parked.since()).orElse(null));
        var detail =
                "%s, after %d tries: %s"
                        .formatted(parked.what(), parked.attempts(), parked.error());
        var mark = mark(parked.process(), parked.what(), "parked", brief(parked.error()), detail);
        sketch.name(name(parked), mark);
    }

    /// What is tried again names its cause like this.
    static String name(Parked parked) {
        return "%s parked at %s".formatted(parked.process(), parked.what());
    }

    /// An exception's package says nothing where there is little room.
    private static String brief(String error) {
        return PACKAGE.matcher(error).replaceFirst("");
    }

    void dropped(JsonNode skipped) {
        sketch.column(When.PAST, Moment.instant(skipped.path("at").asText()).orElse(null));
        var what = skipped.path("what").asText();
        var reason = skipped.path("reason").asText();
        var detail = "%s, for good: %s".formatted(what, reason);
        mark(skipped.path("process").asText(), what, "dropped", reason, detail);
    }

    /// What is parked is named by a commit, or by an input of the bus; or by an effect or a timer,
    /// whose causes stand where they are owed.
    private Mark mark(String process, String what, String text, String note, String detail) {
        var cause = sketch.named(what);
        if (cause.isEmpty() && what.startsWith(Payment.RECEIVED)) {
            cause = Optional.of(sketch.outside(what));
        }
        var mark = sketch.add(Lane.of(process), List.of(text), note, detail, Look.WARNING);
        cause.ifPresent(from -> sketch.arrow(from, mark));
        return mark;
    }
}
