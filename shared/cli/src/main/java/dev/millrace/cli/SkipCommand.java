package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.RedriveResult.Done;
import dev.millrace.cli.OperationsClient.RedriveResult.NotParked;
import dev.millrace.cli.OperationsClient.RedriveResult.StillParked;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Drops what is parked for good, so that its instance continues without it.
@Command(
        name = "skip",
        description = "Drops what is parked for good, so that its instance continues without it.",
        mixinStandardHelpOptions = true)
final class SkipCommand extends CliCommand {
    private final InstantSource clock;

    @Mixin private Deployment deployment = new Deployment();

    @Parameters(index = "0", paramLabel = "PROCESS", description = "As ./millrace parked names it.")
    private String process = "";

    @Parameters(
            index = "1",
            paramLabel = "INSTANCE",
            description = "As ./millrace parked names it.")
    private String instance = "";

    @Parameters(index = "2", paramLabel = "WHAT", description = "As ./millrace parked names it.")
    private String what = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why it may be dropped. The reason is kept.")
    private String reason = "";

    SkipCommand(InstantSource clock) {
        this.clock = clock;
    }

    /// @return 1 if it was not parked, or if something else is parked now
    @Override
    public Integer call() {
        if (reason.isBlank()) {
            throw wrongUse("--reason is empty: say why it may be dropped");
        }
        var out = out();
        var outcome =
                new OperationsClient(deployment).skip(process, instance, what, reason.strip());
        return switch (outcome) {
            case Done() -> {
                out.printf("Dropped %s of %s %s. The reason is kept.%n", what, process, instance);
                out.flush();
                yield 0;
            }
            case NotParked() ->
                    throw new UserMistake(
                            "%s of %s %s is not parked: see ./millrace parked"
                                    .formatted(what, process, instance));
            case StillParked(var parked) -> {
                out.println("Still parked:");
                parked.lines(clock.instant()).forEach(out::println);
                out.flush();
                yield 1;
            }
        };
    }
}
