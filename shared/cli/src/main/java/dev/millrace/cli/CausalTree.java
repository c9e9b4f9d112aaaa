package dev.millrace.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.millrace.cli.Trace.Entry;
import dev.millrace.cli.Trace.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The entries of a trace as lines of text, each indented below its first cause.
final class CausalTree {
    /// Without a limit, a chain of thousands of causes would make lines of thousands of blanks.
    private static final int MOST_INDENTS = 40;

    private final Trace trace;
    private final Map<String, Entry> byId;
    private final Map<String, List<Entry>> byFirstCause;
    private final Set<Entry> shown = new HashSet<>();
    private final List<String> lines = new ArrayList<>();

    private record Branch(Entry entry, int depth) {}

    private CausalTree(Trace trace) {
        this.trace = trace;
        this.byId =
                trace.entries().stream()
                        .collect(toMap(Entry::id, Function.identity(), (first, _) -> first));
        this.byFirstCause =
                trace.entries().stream()
                        .filter(entry -> !entry.causes().isEmpty())
                        .collect(groupingBy(entry -> entry.causes().getFirst()));
    }

    /// A line for each entry, beginning with the seconds since the first one.
    static List<String> lines(Trace trace) {
        var tree = new CausalTree(trace);
        var roots = trace.entries().stream().filter(entry -> entry.causes().isEmpty());
        // An entry that no root reaches is a root, too: its causes form a cycle, or are missing.
        Stream.concat(roots, trace.entries().stream()).forEach(tree::add);
        return tree.lines;
    }

    private void add(Entry root) {
        var open = new ArrayDeque<Branch>();
        open.push(new Branch(root, 0));
        while (!open.isEmpty()) {
            var branch = open.pop();
            if (!shown.add(branch.entry())) continue;
            lines.add(line(branch));
            byFirstCause.getOrDefault(branch.entry().id(), List.of()).reversed().stream()
                    .map(entry -> new Branch(entry, branch.depth() + 1))
                    .forEach(open::push);
        }
    }

    private String line(Branch branch) {
        var entry = branch.entry();
        var detail = entry.detail().isEmpty() ? "" : " (%s)".formatted(entry.detail());
        return "%12s  %s%s"
                .formatted(
                        trace.seconds(entry),
                        "  ".repeat(Math.min(branch.depth(), MOST_INDENTS)),
                        Printable.line(entry.name() + detail + otherCauses(entry) + status(entry)));
    }

    private String otherCauses(Entry entry) {
        if (entry.causes().size() < 2) return "";
        return entry.causes().stream()
                .skip(1)
                .filter(byId::containsKey)
                .map(byId::get)
                .map(Entry::name)
                .collect(joining(", ", ", also because of ", ""));
    }

    private String status(Entry entry) {
        if (entry.status() == Status.DONE) return "";
        var at = entry.at();
        return at == null
                ? " [%s]".formatted(entry.status().word())
                : " [%s, %s]".formatted(entry.status().word(), Moment.of(at, trace.now()));
    }
}
