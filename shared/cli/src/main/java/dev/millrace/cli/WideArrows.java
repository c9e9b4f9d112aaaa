package dev.millrace.cli;

import dev.millrace.cli.Lanes.Arrow;
import dev.millrace.cli.Lanes.Mark;

/// The arrows of the [WidePicture]: straight within a column, else out to the right and along the
/// lane they lead to. Where that has other marks on the way, beneath these.
record WideArrows(WidePicture picture, Lanes lanes) {
    private static final String HEAD = "wide-head";
    private static final double TIP = 2;

    Markup draw(Arrow arrow) {
        return arrow.from().column() == arrow.to().column() ? straight(arrow) : across(arrow);
    }

    private Markup straight(Arrow arrow) {
        var from = picture.middle(arrow.from().lane());
        var to = picture.middle(arrow.to().lane());
        var way = Math.signum(to - from);
        return Arrows.path(
                arrow,
                HEAD,
                "M",
                picture.x(arrow.from()),
                from + way * half(arrow.from()),
                "V",
                to - way * (half(arrow.to()) + TIP));
    }

    private Markup across(Arrow arrow) {
        var x1 = picture.x(arrow.from()) + Chip.WIDTH / 2.0;
        var y1 = picture.middle(arrow.from().lane());
        var x2 = picture.x(arrow.to()) - Chip.WIDTH / 2.0 - TIP;
        var y2 = picture.middle(arrow.to().lane());
        var gutter = picture.pitch() - Chip.WIDTH;
        if (x2 - x1 <= gutter) {
            var bend = (x2 - x1) * 0.6;
            return Arrows.path(arrow, HEAD, "M", x1, y1, "C", x1 + bend, y1, x2 - bend, y2, x2, y2);
        }
        var along = isInTheWay(arrow) ? picture.bottom(arrow.to().lane()) - 5 : y2;
        var bend = gutter * 0.6;
        var last = x2 - gutter;
        return Arrows.path(
                arrow,
                HEAD,
                "M",
                x1,
                y1,
                "C",
                x1 + bend,
                y1,
                x1 + gutter - bend,
                along,
                x1 + gutter,
                along,
                "H",
                last,
                "C",
                last + bend,
                along,
                x2 - bend,
                y2,
                x2,
                y2);
    }

    private boolean isInTheWay(Arrow arrow) {
        return lanes.marks().stream()
                .anyMatch(mark ->
                        mark.lane().equals(arrow.to().lane())
                                && mark.column() > arrow.from().column()
                                && mark.column() < arrow.to().column());
    }

    private static double half(Mark mark) {
        return new Chip(mark).height() / 2;
    }
}
