package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.Erasure;
import dev.millrace.cli.OperationsClient.Erasure.Done;
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

/// Erases the personal data of one entity, or of all entities of a client.
@Command(
        name = "erase",
        description = {
            "Erases one entity, or all entities of a client, for good.",
            "An erasure cannot be undone. Only the number of commits, and the id in a list, are kept."
        },
        mixinStandardHelpOptions = true)
final class EraseCommand extends CliCommand {
    @Mixin private Deployment deployment = new Deployment();

    @Parameters(
            index = "0..1",
            paramLabel = EntityName.LABEL,
            arity = "0..2",
            hideParamSyntax = true,
            description = "The entity. Default TYPE: the service's first type.")
    private List<String> entity = new ArrayList<>();

    @Option(
            names = "--client",
            paramLabel = "CLIENT",
            description = "All entities of this client, instead of one entity.")
    private @Nullable String client;

    @Option(
            names = "--listed",
            description =
                    "Erases again all entities that were erased before: after a restore, or if new"
                            + " inputs arrived for them.")
    private boolean listed;

    @Option(names = "--dry-run", description = "Erases nothing, and reports what would be erased.")
    private boolean dryRun;

    /// @return 1 if something could not be erased yet
    @Override
    public Integer call() {
        var isOne = !entity.isEmpty();
        if ((isOne ? 1 : 0) + (client != null ? 1 : 0) + (listed ? 1 : 0) != 1) {
            throw wrongUse("give one of %s, --client and --listed".formatted(EntityName.LABEL));
        }
        if ((isOne && entity.getLast().isBlank()) || (client != null && client.isBlank())) {
            throw wrongUse("the id is empty");
        }
        var operations = new OperationsClient(deployment);
        var entities = entities(operations);
        var open = erase(operations, entities);
        tell(entities.size() - open.size(), open);
        return open.isEmpty() ? 0 : 1;
    }

    private List<EntityName> entities(OperationsClient operations) {
        if (client != null) return operations.entitiesOf(client);
        return listed ? operations.erased() : List.of(EntityName.of(entity));
    }

    /// A failure of one entity does not stop the others. The same failure of two entities ends the
    /// run, because all others would fail, too.
    ///
    /// @return the entities that are not erased, each with the reasons
    private Map<EntityName, List<String>> erase(
            OperationsClient operations, List<EntityName> entities) {
        var open = new LinkedHashMap<EntityName, List<String>>();
        try (var progress = Progress.on(err(), Duration.ofSeconds(2))) {
            for (var n = 0; n < entities.size(); n++) {
                var one = entities.get(n);
                List<String> reasons;
                try {
                    reasons = reasons(erase(operations, one, progress));
                } catch (UserMistake failed) {
                    reasons = List.of(String.valueOf(failed.getMessage()));
                    if (entities.size() == 1 || open.containsValue(reasons)) {
                        throw new UserMistake(
                                "%s (tried: %s of %s; run it again)"
                                        .formatted(reasons.getFirst(), n + 1, entities.size()));
                    }
                }
                if (!reasons.isEmpty()) open.put(one, reasons);
                progress.at(n + 1, entities.size(), one.toString());
            }
        }
        return open;
    }

    /// Repeats the call until all commits are overwritten, or until a call overwrites none. One
    /// call may not have enough time for all commits.
    private Erasure erase(OperationsClient operations, EntityName entity, Progress progress) {
        for (var before = Long.MAX_VALUE; ; ) {
            var outcome = operations.erase(entity, dryRun);
            if (!(outcome instanceof Unfinished(var commits, var left)) || left >= before) {
                return outcome;
            }
            progress.at(commits - left, commits, "%s: commits left: %s".formatted(entity, left));
            before = left;
        }
    }

    /// Why an entity is not erased; empty if it is. After a restore an entity may have no journal.
    private List<String> reasons(Erasure outcome) {
        return switch (outcome) {
            case Done() -> List.of();
            case Unfinished(_, var left) ->
                    List.of("commits are left, and the last call overwrote none: " + left);
            case Unknown() when listed -> List.of();
            case Unknown() when client != null ->
                    List.of("it has no journal, but a row still names the client");
            case Unknown() -> List.of("it has no journal: is the id right?");
            case Needed(var begun, var tasks) -> {
                var reasons = new ArrayList<>(tasks);
                if (begun) {
                    reasons.add(
                            "Its erasure has begun, or this arrived afterwards: run it again later.");
                }
                yield reasons;
            }
        };
    }

    private void tell(int done, Map<EntityName, List<String>> open) {
        var out = out();
        if (done + open.size() == 0) {
            out.println(
                    listed
                            ? "Nothing was erased before."
                            : "No entity of this client is found. To erase what arrived after an erasure: ./millrace erase --listed");
        } else {
            out.printf(
                    "%s %s, %s not yet%s%n",
                    done,
                    dryRun ? "can be erased" : "erased",
                    open.size(),
                    open.isEmpty() ? "." : ":");
        }
        open.forEach((entity, reasons) -> {
            out.println(Printable.line("%s is not erased:".formatted(entity)));
            reasons.forEach(reason -> out.println("  " + Printable.line(reason)));
        });
        out.flush();
    }
}
