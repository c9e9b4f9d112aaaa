package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.FailedInputs;
import dev.millrace.cli.OperationsClient.Listing;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists what is parked, and why.
@Command(
        name = "parked",
        description = "Lists what is parked, and why.",
        mixinStandardHelpOptions = true)
final class ParkedCommand extends CliCommand {
    private final InstantSource clock;

    @Mixin private Deployment deployment = new Deployment();

    @Parameters(
            paramLabel = "PROCESS",
            arity = "0..1",
            description = "Only this process. Default: all processes.")
    private @Nullable String process;

    @Option(names = "--json", description = "Prints the answer as JSON, for programs.")
    private boolean json;

    ParkedCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var out = out();
        var answer = new OperationsClient(deployment).parked(process);
        if (json) {
            out.println(Printable.json(answer));
        } else {
            print(out, Listing.of(answer), clock.instant());
        }
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, Listing listing, Instant now) {
        var failed = listing.failedInputs().stream().filter(ParkedCommand::isAny).toList();
        for (var parked : listing.parked()) {
            parked.lines(now).forEach(out::println);
            out.println();
        }
        if (listing.more()) {
            out.println("There are more than these: redrive or skip some, then look again.");
        }
        listing.unreadable().forEach(item -> out.println(unreadable(item)));
        failed.forEach(inputs -> out.println(line(inputs)));
        var redrivable = !listing.parked().isEmpty() || !failed.isEmpty() || listing.more();
        if (redrivable) {
            out.println(
                    "To try again: ./millrace redrive PROCESS [INSTANCE]. To drop for good: ./millrace skip PROCESS INSTANCE WHAT --reason TEXT");
        } else if (listing.unreadable().isEmpty()) {
            out.println("Nothing is parked.");
        }
    }

    /// The line that names an item that cannot be read.
    static String unreadable(String item) {
        return Printable.line("An item cannot be read: " + item);
    }

    private static boolean isAny(FailedInputs inputs) {
        return inputs.triedAgain() > 0 || inputs.givenUp() > 0;
    }

    private static String line(FailedInputs inputs) {
        return Printable.line(
                "Failed inputs of %s: %s tried again automatically, %s waiting for redrive."
                        .formatted(inputs.process(), inputs.triedAgain(), inputs.givenUp()));
    }
}
