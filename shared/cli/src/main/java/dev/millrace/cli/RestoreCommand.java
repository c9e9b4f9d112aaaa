package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.Copied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Copies a journal that DynamoDB restored into a new table back into the stack's own table.
@Command(
        name = "restore",
        description = {
            "Copies the commits of a restored table into the journal of an entity type.",
            "It overwrites nothing, and can be run again."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand extends CliCommand {
    /// Each segment has one call of the function at a time.
    private static final int SEGMENTS = 8;

    @Mixin private Deployment deployment = new Deployment();

    @Parameters(
            paramLabel = "TYPE",
            arity = "0..1",
            description = "The entity type. Default: the service's first type.")
    private @Nullable String type;

    private long copied;
    private long present;
    private final List<String> refused = new ArrayList<>();

    /// @return 1 if commits were not copied, because other commits have their numbers
    @Override
    public Integer call() throws InterruptedException {
        var operations = new OperationsClient(deployment);
        try (var progress = Progress.on(err(), Duration.ofSeconds(2))) {
            Segments.run(
                    SEGMENTS,
                    (segment, after) -> {
                        var part = operations.restore(type, segment, SEGMENTS, after);
                        add(part, progress);
                        return part.next();
                    });
        }
        out().printf("Copied %s commits, %s were there already.%n", copied, present);
        for (var commit : refused) {
            out().println(
                            Printable.line(
                                    "%s and later commits were not copied: another commit has its number"
                                            .formatted(commit)));
        }
        out().flush();
        return refused.isEmpty() ? 0 : 1;
    }

    private synchronized void add(Copied part, Progress progress) {
        copied += part.copied();
        present += part.present();
        refused.addAll(part.refused());
        progress.at(0, 1, "%s commits".formatted(copied + present));
    }
}
