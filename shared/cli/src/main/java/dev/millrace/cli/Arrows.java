package dev.millrace.cli;

import static dev.millrace.cli.Markup.number;
import static dev.millrace.cli.Markup.tag;

import dev.millrace.cli.Lanes.Arrow;
import dev.millrace.cli.Lanes.Look;

/// How the arrows of a picture are drawn, whichever way they run.
final class Arrows {
    private Arrows() {}

    /// What they point with.
    static Markup head(String id) {
        var point = tag("path").with("d", "M0 0.5L7 4L0 7.5z").styled("arrow-head").holding();
        return tag("defs")
                .holding(
                        tag("marker")
                                .with("id", id)
                                .with("markerWidth", 8)
                                .with("markerHeight", 8)
                                .with("refX", 6)
                                .with("refY", 4)
                                .with("orient", "auto")
                                .with("markerUnits", "userSpaceOnUse")
                                .holding(point));
    }

    /// @param steps of a path, in turn: a letter, or a number
    static Markup path(Arrow arrow, String head, Object... steps) {
        var path = new StringBuilder();
        for (var step : steps) {
            path.append(step instanceof Number number ? number(number.doubleValue()) : step);
            path.append(' ');
        }
        var isAhead = arrow.to().look() == Look.PENDING;
        return tag("path")
                .with("d", path.toString().strip())
                .with("marker-end", "url(#%s)".formatted(head))
                .styled(isAhead ? "arrow arrow-ahead" : "arrow")
                .holding();
    }
}
