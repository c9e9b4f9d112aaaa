package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what happened to an entity, and why it is in its state.
@Command(
        name = "trace",
        description = "Shows what happened to an entity, and why it is in its state.",
        mixinStandardHelpOptions = true)
final class TraceCommand extends CliCommand {
    @Mixin private Deployment deployment = new Deployment();

    @Parameters(
            index = "0..1",
            arity = "1..2",
            paramLabel = EntityName.LABEL,
            hideParamSyntax = true,
            description = "The entity. Default TYPE: the service's first type.")
    private List<String> entity = new ArrayList<>();

    @Option(names = "--json", description = "Prints the answer as JSON, for programs.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes it as one HTML page that loads nothing else.")
    private @Nullable Path html;

    @Override
    public Integer call() {
        if (json && html != null) throw wrongUse("--html and --json exclude each other");
        var out = out();
        var answer = new OperationsClient(deployment).trace(EntityName.of(entity));
        if (json) {
            out.println(Printable.json(answer));
        } else if (html != null) {
            var page = new TracePage(trace(answer), deployment.options()).html();
            out.println("Written to " + Printable.line(new PageFile(html).write(page).toString()));
        } else {
            print(out, trace(answer));
        }
        out.flush();
        return 0;
    }

    /// A local cloud has no CloudWatch, so its trace has no query for the logs.
    private Trace trace(JsonNode answer) {
        var trace = Trace.of(answer);
        return deployment.isOnAws() ? trace : trace.withoutRejections();
    }

    private void print(PrintWriter out, Trace trace) {
        var heading = "%s %s: %s".formatted(trace.type(), trace.entity(), trace.status());
        out.println(Printable.line(heading));
        trace.begin().ifPresent(begin -> out.println("Times are seconds since " + begin + "."));
        CausalTree.lines(trace).forEach(out::println);
        out.println();
        var width = trace.facts().stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
        for (var fact : trace.facts()) {
            var gap = " ".repeat(width - fact.name().length() + 2);
            out.println(Printable.line(fact.name() + gap + fact.text()));
        }
        if (!trace.facts().isEmpty()) out.println();
        if (!trace.why().isEmpty()) out.println("Why it is in its state:");
        for (var sentence : trace.why()) {
            var command = sentence.command(deployment.options());
            out.println("- " + Printable.line(sentence.words() + command));
        }
        if (trace.rejections().isEmpty()) return;
        if (!trace.why().isEmpty()) out.println();
        out.println(
                "Rejections are only in the logs. A query for CloudWatch Logs Insights, on the log");
        out.println("groups of the stack's functions:");
        out.println("  " + Printable.line(trace.rejections()));
    }
}
