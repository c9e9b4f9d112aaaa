package dev.millrace.cli;

import static dev.millrace.cli.Markup.number;
import static dev.millrace.cli.Markup.tag;

import dev.millrace.cli.Lanes.Column;
import dev.millrace.cli.Lanes.Lane;
import dev.millrace.cli.Lanes.Mark;
import java.util.ArrayList;
import java.util.List;

/// [Lanes] with time to the right, for a screen that is wide enough. The lanes' names are a picture
/// of their own: they stay where the rest is scrolled away.
final class WidePicture {
    static final int NAMES = 132;
    private static final int HEAD = 66;
    private static final int AXIS = 52;
    private static final int ROOM = 1_190;
    private static final int LEAST_PITCH = 178;
    private static final int MOST_PITCH = 260;
    private static final int NOW = 84;
    private static final int LANE_GAP = 11;

    private final Lanes lanes;
    private final AxisLabels labels;
    private final int behind;
    private final double pitch;
    private final double width;

    WidePicture(Lanes lanes) {
        this.lanes = lanes;
        this.labels = new AxisLabels(lanes);
        this.behind = (int) lanes.columns().stream().filter(Column::isBehind).count();
        var columns = Math.max(1, lanes.columns().size());
        this.pitch = Math.clamp((ROOM - NAMES - NOW) / (double) columns, LEAST_PITCH, MOST_PITCH);
        this.width = Math.max(ROOM - NAMES, pitch * lanes.columns().size() + NOW);
    }

    Markup names() {
        var parts = new ArrayList<Markup>();
        for (var lane : lanes.lanes()) {
            parts.add(band(lane, NAMES));
            var y = middle(lane);
            parts.add(
                    tag("text").at(12, y - 2).styled("lane-name").holding(Fit.to(16, lane.name())));
            parts.add(
                    tag("text").at(12, y + 13).styled("lane-kind").holding(lane.kind().inWords()));
        }
        parts.add(line(NAMES - 0.5, 0, NAMES - 0.5, height(), "edge"));
        return picture("names", NAMES, parts);
    }

    Markup life() {
        var parts = new ArrayList<Markup>();
        parts.add(Arrows.head("wide-head"));
        lanes.lanes().forEach(lane -> parts.add(band(lane, width)));
        axis(parts);
        var arrows = new WideArrows(this, lanes);
        lanes.arrows().forEach(arrow -> parts.add(arrows.draw(arrow)));
        lanes.marks().forEach(mark -> parts.add(new Chip(mark).at(x(mark), middle(mark.lane()))));
        return picture("life", width, parts);
    }

    double pitch() {
        return pitch;
    }

    /// The middle of a mark.
    double x(Mark mark) {
        return x(mark.column());
    }

    double middle(Lane lane) {
        return top(lane) + height(lane) / 2;
    }

    double bottom(Lane lane) {
        return top(lane) + height(lane);
    }

    private double x(int column) {
        return pitch * column + pitch / 2 + (column < behind ? 0 : NOW);
    }

    private double top(Lane lane) {
        return HEAD
                + lanes.lanes().stream()
                        .takeWhile(other -> !other.equals(lane))
                        .mapToDouble(this::height)
                        .sum();
    }

    private double height(Lane lane) {
        return 2 * LANE_GAP
                + lanes.marks().stream()
                        .filter(mark -> mark.lane().equals(lane))
                        .mapToDouble(mark -> new Chip(mark).height())
                        .max()
                        .orElse(0);
    }

    private double height() {
        return HEAD + lanes.lanes().stream().mapToDouble(this::height).sum();
    }

    private Markup band(Lane lane, double width) {
        return tag("rect")
                .at(0, top(lane))
                .sized(width, height(lane))
                .styled("band band-" + lane.kind())
                .holding();
    }

    private void axis(List<Markup> parts) {
        var now = pitch * behind + NOW / 2.0;
        parts.add(line(0, AXIS, now, AXIS, "axis"));
        parts.add(line(now, AXIS, width, AXIS, "axis axis-ahead"));
        for (var column = 0; column < lanes.columns().size(); column++) {
            var x = x(column);
            parts.add(line(x, AXIS - 4, x, AXIS + 4, "tick"));
            parts.add(label(x, 20, "time", labels.time(column)));
            parts.add(label(x, 36, "time-note", labels.note(column)));
            if (column > 0) gap(parts, x(column) - pitch / 2, labels.gap(column).orElse(""));
        }
        gap(parts, now - NOW / 2.0 - 2, labels.gapToNow().orElse(""));
        parts.add(line(now, AXIS, now, height(), "now"));
        parts.add(label(now, 20, "time now-label", "now"));
        parts.add(label(now, 36, "time-note now-label", labels.now().orElse("")));
    }

    private static void gap(List<Markup> parts, double x, String length) {
        if (!length.isEmpty()) parts.add(label(x, AXIS + 4, "gap", length));
    }

    private static Markup label(double x, double y, String styles, String text) {
        return tag("text").at(x, y).styled("middle " + styles).holding(text);
    }

    private static Markup line(double x1, double y1, double x2, double y2, String styles) {
        var path = "M%s %sL%s %s".formatted(number(x1), number(y1), number(x2), number(y2));
        return tag("path").with("d", path).styled(styles).holding();
    }

    private Markup picture(String styles, double width, List<Markup> parts) {
        return tag("svg")
                .with("viewBox", "0 0 %s %s".formatted(number(width), number(height())))
                .sized(width, height())
                .styled(styles)
                .with("aria-hidden", "true")
                .holding(parts);
    }
}
