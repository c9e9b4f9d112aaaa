package dev.millrace.cli;

import static dev.millrace.cli.Markup.tag;

import dev.millrace.cli.Lanes.Mark;
import java.util.ArrayList;
import java.util.List;

/// A mark of the [WidePicture]: a box of one width, that cuts off what does not fit; all of it
/// shows when it is pointed at.
record Chip(Mark mark) {
    static final int WIDTH = 150;
    private static final int LINE = 17;
    private static final int NOTE = 15;
    private static final int MOST_LINES = 4;

    double height() {
        return 13 + texts().size() * LINE + (mark.note().isEmpty() ? 0 : NOTE);
    }

    /// Around this point.
    Markup at(double x, double y) {
        var parts = new ArrayList<Markup>();
        parts.add(tag("title").holding(mark.lane().name() + ": " + mark.inWords()));
        parts.add(
                tag("rect")
                        .at(1, 1)
                        .sized(WIDTH - 2, height() - 2)
                        .with("rx", 7)
                        .styled("box")
                        .holding());
        var line = 20;
        for (var text : texts()) {
            parts.add(text(line, "what", Fit.to(18, text)));
            line += LINE;
        }
        if (!mark.note().isEmpty()) parts.add(text(line - 1, "note", Fit.to(20, mark.note())));
        return tag("svg")
                .at(x - WIDTH / 2.0, y - height() / 2)
                .sized(WIDTH, height())
                .styled("chip chip-%s chip-%s".formatted(mark.lane().kind(), mark.look()))
                .holding(parts);
    }

    private List<String> texts() {
        var all = mark.texts();
        if (all.size() <= MOST_LINES) return all;
        var some = new ArrayList<>(all.subList(0, MOST_LINES - 1));
        some.add("and %d more".formatted(all.size() - some.size()));
        return some;
    }

    private static Markup text(double y, String styles, String text) {
        return tag("text").at(WIDTH / 2.0, y).styled("middle " + styles).holding(text);
    }
}
