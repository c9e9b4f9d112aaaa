package dev.millrace.cli;

import dev.millrace.cli.ViewRebuild.Awaiting;
import dev.millrace.cli.ViewRebuild.Result;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes a view right again from the journal, while all goes on.
@Command(
        name = "rebuild",
        description = "Makes a view right again from the journal, while all goes on.",
        mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
    private static final String VIEW = "booking-view";
    private static final Duration LINE_EVERY = Duration.ofSeconds(2);

    private final InstantSource clock;

    @Spec private @Nullable CommandSpec spec;
    @Mixin private Deployment deployment = new Deployment();

    @Parameters(paramLabel = "VIEW", description = "Its name: " + VIEW + ".")
    private String view = "";

    RebuildCommand(InstantSource clock) {
        this.clock = clock;
    }

    /// @return 1 where a row could not be folded
    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) throw new IllegalStateException("picocli sets it");
        var command = spec.commandLine();
        if (!view.equals(VIEW)) {
            throw new ParameterException(
                    command, "no view '%s': there is %s".formatted(Printable.line(view), VIEW));
        }
        Result result;
        try (var progress = Progress.on(command.getErr(), LINE_EVERY)) {
            result = new ViewRebuild(deployment, progress).run();
        }
        print(command.getOut(), result, clock.instant());
        return result.failed().isEmpty() ? 0 : 1;
    }

    private void print(PrintWriter out, Result result, Instant now) {
        out.printf(
                "%s is rebuilt: rows %d, rewritten %d, from commits %d.%n",
                VIEW, result.bookings(), result.written(), result.commits());
        if (!result.failed().isEmpty()) {
            out.printf("%d could not be folded:%n", result.failed().size());
        }
        for (var failed : result.failed()) {
            out.println("  " + Printable.line(failed.bookingId() + ": " + failed.error()));
        }
        var overlooked =
                result.awaiting().stream()
                        .sorted(
                                Comparator.comparing(Awaiting::placedAt)
                                        .thenComparing(Awaiting::bookingId))
                        .toList();
        if (!overlooked.isEmpty()) {
            out.println("Awaiting confirmation for over 15 minutes:");
        }
        for (var booking : overlooked) {
            out.printf(
                    "  placed %s: ./millrace redrive reservation %s --from-journal%s%n",
                    Moment.of(booking.placedAt(), now),
                    Printable.word(booking.bookingId()),
                    deployment.options());
        }
        if (result.leftOut() > 0) {
            out.printf("And %d more, which the next rebuild lists.%n", result.leftOut());
        }
        out.flush();
    }
}
