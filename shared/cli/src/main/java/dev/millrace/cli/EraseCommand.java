package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.Erasure;
import dev.millrace.cli.OperationsClient.Erasure.Erasable;
import dev.millrace.cli.OperationsClient.Erasure.Erased;
import dev.millrace.cli.OperationsClient.Erasure.Needed;
import dev.millrace.cli.OperationsClient.Erasure.Unfinished;
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
            description =
                    "All that were erased before, once more: after a restore, or if something came"
                            + " for them since.")
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
        if ((isOne && entity.getLast().isBlank()) || (client != null && client.isBlank())) {
            throw wrongUse("the id is empty");
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
            case Erased(var commits) ->
                    say("%s is erased (commits: %d).".formatted(entity, commits));
            case Erasable(var commits) ->
                    say("%s can be erased (commits: %d).".formatted(entity, commits));
            case Needed needed -> tell(entity, lines(needed));
            case Unfinished(_, var left) -> tell(entity, stuck(left));
            case Unknown() ->
                    throw new UserMistake("%s has no journal: is the id right?".formatted(entity));
        }
        return outcome instanceof Erased || outcome instanceof Erasable;
    }

    /// Repeats the call until all commits are overwritten, or one has overwritten none: a call may
    /// not have the time for all.
    private Erasure erase(OperationsClient operations, EntityName entity, Progress progress) {
        for (var before = Long.MAX_VALUE; ; ) {
            var outcome = operations.erase(entity, dryRun);
            if (!(outcome instanceof Unfinished(var commits, var left)) || left >= before) {
                return outcome;
            }
            progress.at(commits - left, commits, "%s: commits left: %d".formatted(entity, left));
            before = left;
        }
    }

    /// What fails for one entity keeps no other from being erased. What fails for two in the same
    /// words fails for all.
    private boolean all(OperationsClient operations, List<EntityName> entities) {
        var open = new LinkedHashMap<EntityName, List<String>>();
        var lastFailure = List.<String>of();
        try (var progress = Progress.on(err(), Duration.ofSeconds(2))) {
            for (var n = 0; n < entities.size(); n++) {
                var one = entities.get(n);
                try {
                    var left = left(erase(operations, one, progress));
                    if (!left.isEmpty()) open.put(one, left);
                } catch (UserMistake failed) {
                    var why = List.of(String.valueOf(failed.getMessage()));
                    if (why.equals(lastFailure)) {
                        throw new UserMistake(
                                "%s (tried: %d of %d; run it again)"
                                        .formatted(why.getFirst(), n + 1, entities.size()));
                    }
                    lastFailure = why;
                    open.put(one, why);
                }
                progress.at(n + 1, entities.size(), one.toString());
            }
        }
        tell(entities.size() - open.size(), open);
        return open.isEmpty();
    }

    /// Why an entity is not erased; empty if it is. After a restore there may be none.
    private List<String> left(Erasure outcome) {
        return switch (outcome) {
            case Erased _, Erasable _ -> List.of();
            case Needed needed -> lines(needed);
            case Unfinished(_, var left) -> stuck(left);
            case Unknown() ->
                    listed
                            ? List.of()
                            : List.of("it has no journal, and a row that names the client");
        };
    }

    private void tell(int done, Map<EntityName, List<String>> open) {
        if (done + open.size() == 0) {
            say(
                    listed
                            ? "Nothing was erased before."
                            : "Nothing is found by this client. What came for an erased entity since: ./millrace erase --listed");
            return;
        }
        var what = dryRun ? "can be erased" : "erased";
        var end = open.isEmpty() ? "." : ":";
        say("%d %s, %d not yet%s".formatted(done, what, open.size(), end));
        open.forEach(this::tell);
    }

    private void tell(EntityName entity, List<String> lines) {
        say("%s is not erased:".formatted(entity));
        for (var line : lines) out().println("  " + Printable.line(line));
        out().flush();
    }

    private static List<String> lines(Needed needed) {
        var lines = new ArrayList<>(needed.tasks());
        if (needed.begun())
            lines.add("Its erasure has begun, or this came since: run it again once it is done.");
        return lines;
    }

    private static List<String> stuck(long left) {
        return List.of("commits are left, and the last call overwrote none: " + left);
    }

    private void say(String line) {
        out().println(Printable.line(line));
        out().flush();
    }
}
