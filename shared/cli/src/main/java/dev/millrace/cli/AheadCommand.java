package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.Ahead;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists the instances, rows and entities that are ahead of the journals after a restore.
@Command(
        name = "ahead",
        description = {
            "After a restore: lists instances, rows and entities that know commits the journals lost.",
            "With --reconcile it also takes them back. It can be run again at any time."
        },
        mixinStandardHelpOptions = true)
final class AheadCommand extends CliCommand {
    @Mixin private Deployment deployment = new Deployment();

    @Option(names = "--reconcile", description = "Also takes back what is ahead.")
    private boolean reconcile;

    private int reconciled;
    private int left;

    /// @return 1 if something is still ahead
    @Override
    public Integer call() {
        var operations = new OperationsClient(deployment);
        var looked = 0L;
        try (var progress = Progress.on(err(), Duration.ofSeconds(2))) {
            @Nullable String after = null;
            do {
                var part = operations.ahead(reconcile, after);
                looked += part.looked();
                part.ahead().forEach(this::tell);
                after = part.next();
                progress.at(0, 1, "compared %s".formatted(looked));
            } while (after != null);
        }
        out().printf(
                        "Compared %s instances, rows and entities: %s ahead, %s reconciled.%n",
                        looked, left + reconciled, reconciled);
        out().flush();
        return left == 0 ? 0 : 1;
    }

    private void tell(Ahead one) {
        if (one.outcome().equals("RECONCILED")) reconciled++;
        else left++;
        out().println(Printable.line("%s %s: %s".formatted(one.outcome(), one.what(), one.text())));
        out().flush();
    }
}
