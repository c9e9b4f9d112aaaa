package dev.millrace.cli;

import dev.millrace.cli.ViewRebuild.Late;
import dev.millrace.cli.ViewRebuild.Result;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Rebuilds a view from the journal, while the service keeps running.
@Command(
        name = "rebuild",
        description = "Rebuilds a view from the journal, while the service keeps running.",
        mixinStandardHelpOptions = true)
final class RebuildCommand extends CliCommand {
    private static final Pattern VIEW = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Duration LINE_EVERY = Duration.ofSeconds(2);

    private final InstantSource clock;

    @Mixin private Deployment deployment = new Deployment();

    @Parameters(paramLabel = "VIEW", description = "The name of the view, such as parcel-view.")
    private String view = "";

    RebuildCommand(InstantSource clock) {
        this.clock = clock;
    }

    /// @return 1 if a row could not be folded
    @Override
    public Integer call() throws InterruptedException {
        if (!VIEW.matcher(view).matches()) {
            throw wrongUse(
                    "'%s' is not a view name, such as parcel-view".formatted(Printable.line(view)));
        }
        Result result;
        try (var progress = Progress.on(err(), LINE_EVERY)) {
            result = new ViewRebuild(deployment, view, progress).run();
        }
        print(out(), result, clock.instant());
        return result.failed().isEmpty() ? 0 : 1;
    }

    private void print(PrintWriter out, Result result, Instant now) {
        out.printf(
                "%s is rebuilt: rows %s, rewritten %s, from commits %s.%n",
                view, result.rows(), result.written(), result.commits());
        if (!result.failed().isEmpty()) {
            out.printf("Rows that could not be folded: %s%n", result.failed().size());
        }
        for (var failed : result.failed()) {
            out.println("  " + Printable.line(failed.entity() + ": " + failed.error()));
        }
        if (!result.late().isEmpty()) {
            out.println("These entities wait longer than they should. A redrive may help:");
        }
        result.late().stream()
                .sorted(Comparator.comparing(Late::since).thenComparing(Late::entity))
                .forEach(late ->
                        out.printf(
                                "  since %s: ./millrace redrive %s %s --from-journal%s%n",
                                Moment.of(late.since(), now),
                                Printable.word(late.process()),
                                Printable.word(late.entity()),
                                deployment.options()));
        if (result.leftOut() > 0) {
            out.printf("And %s more, which the next rebuild lists.%n", result.leftOut());
        }
        out.flush();
    }
}
