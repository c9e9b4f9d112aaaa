package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.Erasure;
import dev.millrace.cli.OperationsClient.Erasure.Erasable;
import dev.millrace.cli.OperationsClient.Erasure.Erased;
import dev.millrace.cli.OperationsClient.Erasure.Needed;
import dev.millrace.cli.OperationsClient.Erasure.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Erases what is kept of a person.
@Command(
        name = "erase",
        description = {
            "Erases an entity, or all entities of a client, for good.",
            "What is erased stays erased: only its number of commits is kept, and its id on a list."
        },
        mixinStandardHelpOptions = true)
final class EraseCommand extends CliCommand {
    @Mixin private Deployment deployment = new Deployment();

    @Parameters(
            index = "0..1",
            paramLabel = EntityName.LABEL,
            arity = "0..2",
            hideParamSyntax = true,
            description = "The entity; without TYPE one of the service's first type.")
    private List<String> entity = new ArrayList<>();

    @Option(
            names = "--client",
            paramLabel = "CLIENT",
            description = "All entities of this client, in the place of one entity.")
    private @Nullable String client;

    @Option(
            names = "--listed",
            description = "All that were erased before, once more: for after a restore.")
    private boolean listed;

    @Option(names = "--dry-run", description = "Erases nothing, and tells what would be.")
    private boolean dryRun;

    /// @return 1 if something could not be erased yet
    @Override
    public Integer call() {
        var isOne = !entity.isEmpty();
        if ((isOne ? 1 : 0) + (client != null ? 1 : 0) + (listed ? 1 : 0) != 1) {
            throw wrongUse("one of %s, --client and --listed".formatted(EntityName.LABEL));
        }
        var operations = new OperationsClient(deployment);
        if (isOne) return one(operations, EntityName.of(entity)) ? 0 : 1;
        var all = client != null ? operations.entitiesOf(client) : operations.erased();
        return all(operations, all) ? 0 : 1;
    }

    private boolean one(OperationsClient operations, EntityName entity) {
        Erasure outcome;
        try (var progress = Progress.on(err(), Duration.ofSeconds(2))) {
            outcome = erase(operations, entity, progress);
        }
        switch (outcome) {
            case Erased(var commits, _) ->
                    say("%s is erased (commits: %d).".formatted(entity, commits));
            case Erasable(var commits) ->
                    say("%s can be erased (commits: %d).".formatted(entity, commits));
            case Needed needed -> tell(entity, needed);
            case Unknown() ->
                    throw new UserMistake("%s has no journal: is the id right?".formatted(entity));
        }
        return !(outcome instanceof Needed);
    }

    /// Repeats the call until all commits are overwritten: one call may not have the time.
    private Erasure erase(OperationsClient operations, EntityName entity, Progress progress) {
        while (true) {
            var outcome = operations.erase(entity, dryRun);
            if (!(outcome instanceof Erased(var commits, var left)) || left == 0) return outcome;
            progress.at(commits - left, commits, "%s: commits left: %d".formatted(entity, left));
        }
    }

    private boolean all(OperationsClient operations, List<EntityName> entities) {
        var needed = new LinkedHashMap<EntityName, Needed>();
        var done = 0;
        try (var progress = Progress.on(err(), Duration.ofSeconds(2))) {
            for (var one : entities) {
                switch (erase(operations, one, progress)) {
                    case Needed still -> needed.put(one, still);
                    case Erased _, Erasable _, Unknown _ -> done++;
                }
                progress.at(done + needed.size(), entities.size(), one.toString());
            }
        }
        tell(done, needed);
        return needed.isEmpty();
    }

    private void tell(int done, Map<EntityName, Needed> needed) {
        if (done + needed.size() == 0) {
            say(listed ? "Nothing was erased before." : "Nothing is kept of this client.");
            return;
        }
        var what = dryRun ? "can be erased" : "erased";
        say(
                "%d %s, %d not yet%s"
                        .formatted(done, what, needed.size(), needed.isEmpty() ? "." : ":"));
        needed.forEach(this::tell);
    }

    private void tell(EntityName entity, Needed needed) {
        say("%s is still needed:".formatted(entity));
        for (var task : needed.tasks()) out().println("  " + Printable.line(task));
        if (needed.begun()) say("Its erasure has begun: run this again once that is done.");
    }

    private void say(String line) {
        out().println(Printable.line(line));
        out().flush();
    }
}
