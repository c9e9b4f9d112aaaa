package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("picocli sets it");
        var out = spec.commandLine().getOut();
        var answer = new ProcessOperations(deployment).trace(booking);
        if (json) {
            out.println(Printable.json(answer));
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
        out.println("seats     " + seats(trace));
        out.println("view      " + view(trace.path("view")));
        for (var process : trace.path("processes")) {
            out.println(
                    Printable.line(
                            "%-9s %s".formatted(text(process, "process"), text(process, "state"))));
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

    private static String seats(JsonNode trace) {
        var seats = trace.path("seats");
        return Printable.line(
                switch (text(seats, "answer")) {
                    case "HELD" -> "held, to be paid until " + deadline(trace);
                    case "REFUSED" -> "refused: " + text(seats, "reason");
                    case "RELEASED" -> "released";
                    default -> "not asked for";
                });
    }

    private static String deadline(JsonNode trace) {
        var now = Moment.instant(text(trace, "now")).orElse(Instant.EPOCH);
        return Moment.of(text(trace.path("seats"), "deadline"), now);
    }

    private static String view(JsonNode view) {
        var behind = view.path("behind").asLong();
        var shown = view.hasNonNull("status") ? text(view, "status") : "nothing";
        return Printable.line(
                behind == 0
                        ? shown
                        : "%s (commits it has not taken yet: %d)".formatted(shown, behind));
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }
}
