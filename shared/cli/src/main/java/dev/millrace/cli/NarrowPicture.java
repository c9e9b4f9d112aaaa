package dev.millrace.cli;

import static dev.millrace.cli.Markup.number;
import static dev.millrace.cli.Markup.tag;

import dev.millrace.cli.Lanes.Arrow;
import dev.millrace.cli.Lanes.Lane;
import dev.millrace.cli.Lanes.Look;
import dev.millrace.cli.Lanes.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// [Lanes] with time downwards, for a telephone: a thin line for each lane, a row for each mark.
final class NarrowPicture {
    private static final int WIDTH = 358;
    private static final int LANE = 17;
    private static final int TIME = 38;
    private static final int ROW = 42;
    private static final int BEND = 30;
    private static final double LETTER = 7.6;

    private final Lanes lanes;
    private final AxisLabels labels;
    private final Map<Mark, Integer> rows = new HashMap<>();
    private final Map<Integer, Integer> times = new HashMap<>();
    private final int now;
    private final int height;

    NarrowPicture(Lanes lanes) {
        this.lanes = lanes;
        this.labels = new AxisLabels(lanes);
        var y = 0;
        var now = -1;
        for (var mark : lanes.marks()) {
            if (!times.containsKey(mark.column())) {
                if (now < 0 && !lanes.columns().get(mark.column()).isBehind()) {
                    now = y;
                    y += TIME;
                }
                times.put(mark.column(), y);
                y += TIME;
            }
            rows.put(mark, y + ROW / 2);
            y += ROW;
        }
        this.now = now < 0 ? y : now;
        this.height = now < 0 ? y + TIME : y;
    }

    Markup life() {
        var parts = new ArrayList<Markup>();
        parts.add(Arrows.head("narrow-head"));
        lanes.lanes().forEach(lane -> parts.add(guide(lane)));
        times.forEach((column, y) -> parts.add(time(column, y)));
        parts.add(time(now, "now", labels.now().orElse(""), "time now-label"));
        lanes.arrows().forEach(arrow -> parts.add(draw(arrow)));
        lanes.marks().forEach(mark -> parts.addAll(draw(mark)));
        return tag("svg")
                .with("viewBox", "0 0 %d %d".formatted(WIDTH, height))
                .sized(WIDTH, height)
                .styled("life")
                .with("aria-hidden", "true")
                .holding(parts);
    }

    private Markup guide(Lane lane) {
        var path = "M%s 0V%d".formatted(number(x(lane)), height);
        return tag("path").with("d", path).styled("guide guide-" + lane.kind()).holding();
    }

    private Markup time(int column, int y) {
        return time(y, labels.time(column), labels.note(column), "time");
    }

    private Markup time(int y, String time, String note, String styles) {
        var line = "M%s %dH%d".formatted(number(textX()), y + 10, WIDTH);
        return Markup.all(
                List.of(
                        tag("path").with("d", line).styled("rule").holding(),
                        tag("text").at(textX(), y + 29).styled(styles).holding(time),
                        tag("text").at(WIDTH, y + 29).styled("end time-note").holding(note)));
    }

    private List<Markup> draw(Mark mark) {
        var y = rows.getOrDefault(mark, 0);
        var room = (int) ((WIDTH - textX()) / LETTER);
        var where = mark.lane().name() + (mark.note().isEmpty() ? "" : ", " + mark.note());
        return List.of(
                tag("circle")
                        .with("cx", number(x(mark.lane())))
                        .with("cy", y)
                        .with("r", mark.look() == Look.WARNING ? 6.5 : 5.5)
                        .styled("dot chip-%s chip-%s".formatted(mark.lane().kind(), mark.look()))
                        .holding(),
                tag("text")
                        .at(textX(), y)
                        .styled("what what-" + mark.look())
                        .holding(Fit.to(room, String.join(", ", mark.texts()))),
                tag("text").at(textX(), y + 15).styled("note").holding(Fit.to(room + 3, where)));
    }

    /// Down the lane it comes from, and over where it ends: so a lane is a trunk, and no line seems
    /// to come from a mark that it only passes.
    private Markup draw(Arrow arrow) {
        var x1 = x(arrow.from().lane());
        var x2 = x(arrow.to().lane());
        var y1 = rows.getOrDefault(arrow.from(), 0) + 6;
        var y2 = rows.getOrDefault(arrow.to(), 0) - 8;
        var bend = Math.max(y1, y2 - BEND);
        return Arrows.path(
                arrow, "narrow-head", "M", x1, y1, "V", bend, "C", x1, y2, x2, bend, x2, y2);
    }

    private double x(Lane lane) {
        return 9 + LANE * lanes.lanes().indexOf(lane);
    }

    private double textX() {
        return 9 + LANE * lanes.lanes().size() + 3;
    }
}
