package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.RedriveResult.Done;
import dev.millrace.cli.OperationsClient.RedriveResult.NotParked;
import dev.millrace.cli.OperationsClient.RedriveResult.StillParked;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tries again what is parked, after its cause was corrected.
@Command(
        name = "redrive",
        description = "Tries again what is parked, after its cause was corrected.",
        mixinStandardHelpOptions = true)
final class RedriveCommand extends CliCommand {
    private final InstantSource clock;

    @Mixin private Deployment deployment = new Deployment();

    @Parameters(index = "0", paramLabel = "PROCESS", description = "As ./millrace parked names it.")
    private String process = "";

    @Parameters(
            index = "1..2",
            paramLabel = "[INSTANCE]",
            arity = "0..2",
            hideParamSyntax = true,
            description =
                    "One instance, as ./millrace parked names it. Default: all instances of the"
                            + " process, and its inputs that were given up.")
    private List<String> instance = new ArrayList<>();

    @Option(
            names = "--from-journal",
            description =
                    "Gives the process all commits of an entity again. Takes "
                            + EntityName.LABEL
                            + " instead of INSTANCE.")
    private boolean fromJournal;

    RedriveCommand(InstantSource clock) {
        this.clock = clock;
    }

    /// @return 1 if something is still parked or parked again, if failed inputs are left, or if a
    ///   row cannot be read
    @Override
    public Integer call() {
        var operations = new OperationsClient(deployment);
        if (fromJournal) return feed(operations) ? 0 : 1;
        if (instance.size() > 1) throw wrongUse("one INSTANCE, or [TYPE] ID with --from-journal");
        return (instance.isEmpty() ? all(operations) : one(operations, instance.getFirst()))
                ? 0
                : 1;
    }

    private boolean all(OperationsClient operations) {
        Redrive.Result result;
        try (var progress = Progress.on(err(), Duration.ZERO)) {
            result = new Redrive(operations, process, progress).run();
        }
        tell(result.done(), result.still());
        result.rest().forEach(this::say);
        return result.allWent();
    }

    private boolean one(OperationsClient operations, String instance) {
        return switch (operations.redrive(process, instance)) {
            case Done() -> {
                tell(1, List.of());
                yield true;
            }
            case NotParked() -> {
                throw new UserMistake(
                        "%s %s is not parked: see ./millrace parked".formatted(process, instance));
            }
            case StillParked(var parked) -> {
                tell(0, List.of(parked));
                yield false;
            }
        };
    }

    private boolean feed(OperationsClient operations) {
        if (instance.isEmpty())
            throw wrongUse("--from-journal needs an entity: " + EntityName.LABEL);
        var entity = EntityName.of(instance);
        var fed = operations.fromJournal(process, entity);
        if (fed.commits() == 0) {
            throw new UserMistake("%s has no journal: is the id right?".formatted(entity));
        }
        say(
                "%s was given the journal of %s again (commits: %s)."
                        .formatted(process, entity, fed.commits()));
        fed.parked().ifPresent(parked -> tell(0, List.of(parked)));
        return fed.parked().isEmpty();
    }

    private void tell(int done, List<Parked> still) {
        var now = clock.instant();
        say(
                "%s done, %s still parked%s"
                        .formatted(done, still.size(), still.isEmpty() ? "." : ":"));
        still.forEach(parked -> parked.lines(now).forEach(line -> say("  " + line)));
    }

    private void say(String line) {
        var out = out();
        out.println(line);
        out.flush();
    }
}
