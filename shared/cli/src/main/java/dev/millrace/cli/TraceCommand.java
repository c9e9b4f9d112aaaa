package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tells how one booking came to be where it is, and why it is there.
@Command(
        name = "trace",
        description = "Tells how a booking came to be where it is, and why it is there.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private Deployment deployment = new Deployment();

    @Parameters(index = "0", paramLabel = "BOOKING", description = "The booking's id.")
    private String booking = "";

    @Option(names = "--json", description = "Prints it as JSON, for a program.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes it as a picture, a page for a browser that needs nothing else.")
    private @Nullable Path html;

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("picocli sets it");
        if (json && html != null) {
            throw new ParameterException(
                    spec.commandLine(), "--html and --json exclude each other");
        }
        var out = spec.commandLine().getOut();
        var answer = new ProcessOperations(deployment).trace(booking);
        if (json) {
            out.println(Printable.json(answer));
        } else if (html != null) {
            var page = new TracePage(answer, deployment.options()).html();
            out.println("Written to " + Printable.line(new PageFile(html).write(page).toString()));
        } else {
            print(out, answer);
        }
        out.flush();
        return 0;
    }

    private void print(PrintWriter out, JsonNode trace) {
        var client = trace.hasNonNull("client") ? " of " + text(trace, "client") : "";
        out.println(
                Printable.line(
                        "booking %s%s: %s"
                                .formatted(text(trace, "booking"), client, text(trace, "status"))));
        new CausalTree(trace).lines().forEach(out::println);
        out.println();
        for (var fact : new TraceFacts(trace).all()) {
            out.println(Printable.line("%-9s %s".formatted(fact.name(), fact.inWords())));
        }
        out.println();
        out.println("Why it is where it is:");
        for (var sentence : trace.path("why")) {
            out.println("- " + Printable.line(sentence.asText()));
        }
        if (!deployment.options().isEmpty()) {
            out.println("(Give each of these commands" + deployment.options() + " as well.)");
        }
        out.println();
        out.println(
                "Refusals are in the logs alone. For CloudWatch Logs Insights, on the log groups of");
        out.println(
                "BookingCommands, BookingProcess, PaymentProcess, ProcessTimers and BookingExpiry:");
        out.println("  " + Printable.line(text(trace, "refusals")));
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }
}
