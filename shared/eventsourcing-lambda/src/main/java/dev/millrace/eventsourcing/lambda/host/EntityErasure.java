package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.dynamodb.ErasedEntitiesTable;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import dev.millrace.eventsourcing.process.Eraser;
import dev.millrace.eventsourcing.process.Eraser.Result;
import dev.millrace.eventsourcing.process.Processes;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Erases entities, finds those of a client, and lists those that were erased.
final class EntityErasure {
    private static final int PAGE = 100;

    private final Platform platform;
    private final Processes processes;
    private final EntitiesOfClient entitiesOfClient;

    EntityErasure(Platform platform, Processes processes, EntitiesOfClient entitiesOfClient) {
        this.platform = platform;
        this.processes = processes;
        this.entitiesOfClient = entitiesOfClient;
    }

    /// The answer to `erase` and `erasable`.
    ///
    /// @param left how many commits must still be overwritten
    /// @param begun whether the erasure has begun and must be completed
    /// @param tasks why the entity is still needed
    record Answer(String outcome, long commits, long left, boolean begun, List<String> tasks) {
        private static Answer of(Result result) {
            return switch (result) {
                case Result.Erased(var commits) ->
                        new Answer("ERASED", commits, 0, true, List.of());
                case Result.Unfinished(var commits, var left) ->
                        new Answer("UNFINISHED", commits, left, true, List.of());
                case Result.Erasable(var commits) ->
                        new Answer("ERASABLE", commits, 0, false, List.of());
                case Result.Needed(var begun, var tasks) ->
                        new Answer("NEEDED", 0, 0, begun, tasks);
                case Result.Unknown() -> new Answer("UNKNOWN", 0, 0, false, List.of());
            };
        }
    }

    /// One page of entities, as an answer.
    record Page(List<Listed> entities, @Nullable String next) {
        private static Page of(List<EntityRef> entities, @Nullable String next) {
            return new Page(
                    entities.stream().map(one -> new Listed(one.type(), one.id())).toList(), next);
        }
    }

    record Listed(String type, String entity) {}

    Answer erase(EntityRef entity, boolean isTrial, Context context) {
        var result =
                new Eraser(processes, platform, list())
                        .erase(entity, isTrial, () -> !OperatorFunction.hasTime(context));
        var answer = Answer.of(result);
        platform.log()
                .info(
                        isTrial ? "checked whether it can be erased" : "tried to erase it",
                        Map.of(
                                "entity", entity.toString(),
                                "outcome", answer.outcome(),
                                "commits", answer.commits(),
                                "left", answer.left()));
        return answer;
    }

    Page ofClient(String client, @Nullable String after) {
        return page(
                after,
                () -> {
                    var page = entitiesOfClient.page(client, after);
                    return Page.of(page.entities(), page.next());
                });
    }

    Page erased(@Nullable String after) {
        return page(
                after,
                () -> {
                    var page = list().page(PAGE, after == null ? null : EntityRef.of(after));
                    return Page.of(
                            page.entities(), page.next() == null ? null : page.next().toString());
                });
    }

    private static Page page(@Nullable String after, Supplier<Page> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException unknown) {
            if (after == null) throw unknown;
            throw new Mistake("\"after\" is not the \"next\" of a previous call");
        }
    }

    private ErasedEntitiesTable list() {
        var table = platform.environment().orNull("ERASED_TABLE");
        if (table == null) {
            throw new Mistake(
                    "nothing can be erased here: the service declares no erasure, or this function has no ERASED_TABLE");
        }
        return new ErasedEntitiesTable(platform.clients().dynamoDb(), table);
    }
}
