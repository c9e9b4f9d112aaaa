package dev.millrace.cli;

import dev.millrace.cli.Lanes.Arrow;
import dev.millrace.cli.Lanes.Column;
import dev.millrace.cli.Lanes.Lane;
import dev.millrace.cli.Lanes.Look;
import dev.millrace.cli.Lanes.Mark;
import dev.millrace.cli.Lanes.When;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [Lanes] in the making, from left to right. It remembers what may have caused what follows, by
/// the ids under which a trace names it.
final class Sketch {
    private final List<Column> columns = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Set<Arrow> arrows = new LinkedHashSet<>();
    private final Map<String, Mark> byId = new HashMap<>();

    /// Begins a column right of the others: marks are added to it until the next.
    void column(When when, @Nullable Instant at) {
        columns.add(new Column(when, at));
    }

    Mark done(Lane lane, List<String> texts, String note) {
        return add(lane, texts, note, "", Look.DONE);
    }

    Mark add(Lane lane, List<String> texts, String note, String detail, Look look) {
        var mark = new Mark(lane, columns.size() - 1, texts, note, detail, look);
        marks.add(mark);
        return mark;
    }

    /// What came from outside, as a trace names it: `<type>/<id>`.
    Mark outside(String id) {
        var parts = id.split("/", 2);
        var note = parts.length == 1 ? "" : parts[1].replace('/', ' ');
        var mark = done(Lane.OUTSIDE, List.of(parts[0]), note);
        name(id, mark);
        return mark;
    }

    void arrow(Mark from, Mark to) {
        arrows.add(new Arrow(from, to));
    }

    /// What a later mark may name as its cause. A process that hears of more than one type says
    /// `Booking#` before a booking's id.
    void name(String id, Mark mark) {
        byId.put(id, mark);
        byId.put("Booking#" + id, mark);
    }

    Optional<Mark> named(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Mark> first(Lane lane, String text) {
        return marks.stream()
                .filter(mark -> mark.lane().equals(lane) && mark.texts().contains(text))
                .findFirst();
    }

    Optional<Mark> last(Lane lane) {
        return marks.reversed().stream().filter(mark -> mark.lane().equals(lane)).findFirst();
    }

    Lanes lanes(@Nullable Instant now) {
        var lanes = marks.stream().map(Mark::lane).distinct().sorted(Lane.ORDER).toList();
        return new Lanes(lanes, List.copyOf(columns), List.copyOf(marks), List.copyOf(arrows), now);
    }
}
