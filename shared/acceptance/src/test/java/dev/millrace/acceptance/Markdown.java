package dev.millrace.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The tables of costs in docs/costs.md.
final class Markdown {
    private Markdown() {}

    static String lives(List<String> names, List<Bill> bills) {
        var lines = new ArrayList<String>();
        lines.add("| | function | runs | calls | writes | reads | log, KB |");
        lines.add("|---|---|--:|---|--:|--:|--:|");
        for (var life = 0; life < names.size(); life++) {
            var name = names.get(life);
            for (var one : bills.get(life).byFunction().entrySet()) {
                lines.add(
                        line(
                                name,
                                "`" + one.getKey() + "`",
                                one.getValue(),
                                calls(one.getValue())));
                name = "";
            }
            var bill = bills.get(life);
            lines.add(line("", "*together*", bill.all(), besides(bill)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(String life, String function, Bill.Work work, String calls) {
        var cells =
                List.of(
                        life,
                        function,
                        brief(work.runs()),
                        calls,
                        brief(work.writes()),
                        brief(work.reads()),
                        brief(work.logged() / 1_000));
        return "| " + String.join(" | ", cells) + " |";
    }

    /// What belongs to no single function.
    private static String besides(Bill bill) {
        var parts = new ArrayList<>(List.of("*" + brief(bill.all().count()) + "*"));
        if (bill.httpCalls() > 0) {
            parts.add(
                    "HTTP calls " + brief(bill.httpCalls()) + " of " + kilobytes(bill.answered()));
        }
        if (bill.busEvents() > 0) parts.add("bus events " + brief(bill.busEvents()));
        if (bill.stored() > 0) parts.add("stored " + kilobytes(bill.stored()));
        return String.join("; ", parts);
    }

    private static String kilobytes(double bytes) {
        return brief(bytes / 1_000) + " KB";
    }

    private static String calls(Bill.Work work) {
        return work.calls().entrySet().stream()
                .map(call ->
                        call.getValue() == 1
                                ? call.getKey()
                                : brief(call.getValue()) + " " + call.getKey())
                .collect(Collectors.joining(", "));
    }

    static String months(List<Month> months) {
        var lines = new ArrayList<String>();
        lines.add("| USD a month |" + cells(" %,.0f bookings |", months, m -> m.load().bookings()));
        lines.add("|---|" + "--:|".repeat(months.size()));
        for (var what : months.getFirst().costs().keySet()) {
            lines.add(
                    "| "
                            + what
                            + " |"
                            + cells(" %,.2f |", months, m -> m.costs().getOrDefault(what, 0.0)));
        }
        lines.add("| **together** |" + cells(" %,.2f |", months, Month::sum));
        lines.add(
                "| for 1,000 bookings |"
                        + cells(" %.3f |", months, m -> m.sum() / m.load().bookings() * 1_000));
        lines.add("| Cognito, a user a booking |" + cells(" %,.2f |", months, Month::cognito));
        lines.add(
                "| **together, with Cognito** |"
                        + cells(" %,.2f |", months, m -> m.sum() + m.cognito()));
        return String.join("\n", lines) + "\n";
    }

    private static String cells(String format, List<Month> months, ToDoubleFunction<Month> of) {
        return months.stream()
                .map(month -> String.format(Locale.ROOT, format, of.applyAsDouble(month)))
                .collect(Collectors.joining());
    }

    private static String brief(double number) {
        var text = String.format(Locale.ROOT, "%.1f", number).replaceFirst("\\.0$", "");
        return text.equals("0") ? "" : text;
    }
}
