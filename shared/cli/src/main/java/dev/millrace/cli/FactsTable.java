package dev.millrace.cli;

import static dev.millrace.cli.Markup.tag;

import dev.millrace.cli.Lanes.Mark;
import java.util.List;
import java.util.stream.Collectors;

/// [Lanes] as a table, a row for each mark: for who does not see the picture, and with everything
/// that it cuts off. Its roles are said, as a narrow screen shows it as blocks.
record FactsTable(Lanes lanes) {
    private static final List<String> HEADS = List.of("When (UTC)", "Where", "What", "Because of");

    Markup markup() {
        var heads =
                HEADS.stream()
                        .map(head ->
                                tag("th")
                                        .with("scope", "col")
                                        .with("role", "columnheader")
                                        .holding(head))
                        .toList();
        return tag("table")
                .with("role", "table")
                .holding(
                        tag("caption").holding("The same as a table, with nothing cut off"),
                        tag("thead").with("role", "rowgroup").holding(row("heads").holding(heads)),
                        tag("tbody")
                                .with("role", "rowgroup")
                                .holding(lanes.marks().stream().map(this::row).toList()));
    }

    private Markup row(Mark mark) {
        var labels = new AxisLabels(lanes);
        var causes =
                lanes.causesOf(mark).stream()
                        .map(cause -> cause.lane().name() + ": " + String.join(", ", cause.texts()))
                        .collect(Collectors.joining("; "));
        return row("row-" + mark.look())
                .holding(
                        cell("when", labels.full(mark.column())),
                        cell("where", mark.lane().name()),
                        cell("what", mark.inWords()),
                        cell("because", causes));
    }

    private static Markup.Tag row(String styles) {
        return tag("tr").with("role", "row").styled(styles);
    }

    private static Markup cell(String styles, String text) {
        return tag("td").with("role", "cell").styled(styles).holding(text);
    }
}
