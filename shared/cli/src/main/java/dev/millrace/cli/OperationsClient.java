package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calls the function `ProcessOperations`, which lists, redrives and skips what is parked, traces
/// and erases entities, and restores journals (docs/operations-protocol.md).
///
/// @param budget bounds the calls
record OperationsClient(Deployment deployment, CallBudget budget) {
    private static final String FUNCTION = "ProcessOperations";
    private static final JsonMapper JSON = new JsonMapper();

    /// One whose calls nothing bounds.
    OperationsClient(Deployment deployment) {
        this(deployment, CallBudget.UNBOUNDED);
    }

    /// What became of a parked instance.
    sealed interface RedriveResult {
        record Done() implements RedriveResult {}

        record StillParked(Parked parked) implements RedriveResult {}

        record NotParked() implements RedriveResult {}
    }

    /// One answer to `parked`.
    ///
    /// @param more whether more is parked than is listed
    /// @param unreadable rows that cannot be read, and why
    record Listing(
            List<Parked> parked,
            boolean more,
            List<FailedInputs> failedInputs,
            List<String> unreadable) {
        static Listing of(JsonNode answer) {
            return new Listing(
                    answer.path("parked").valueStream().map(Parked::of).toList(),
                    answer.path("more").asBoolean(),
                    answer.path("failedInputs").valueStream().map(FailedInputs::of).toList(),
                    answer.path("unreadable").valueStream().map(JsonNode::asText).toList());
        }
    }

    /// How many inputs lie in a process's failure queues.
    ///
    /// @param triedAgain those that SQS still redelivers
    /// @param givenUp those that wait to be redriven
    record FailedInputs(String process, long triedAgain, long givenUp) {
        private static FailedInputs of(JsonNode json) {
            return new FailedInputs(
                    json.path("process").asText(),
                    json.path("triedAgain").asLong(),
                    json.path("givenUp").asLong());
        }
    }

    /// Inputs that were taken from the failure queues, and how many of them failed again.
    record Inputs(long taken, long failed, boolean complete) {}

    /// An entity's commits that a process was given again, and what they parked.
    record Fed(long commits, Optional<Parked> parked) {}

    /// What became of the erasure of an entity.
    sealed interface Erasure {
        /// It is erased, or may be.
        record Done() implements Erasure {}

        /// @param left commits that are still to be overwritten: the same call goes on
        record Unfinished(long commits, long left) implements Erasure {}

        /// @param begun whether it has begun and is to be ended
        /// @param tasks what the entity is still needed for
        record Needed(boolean begun, List<String> tasks) implements Erasure {}

        record Unknown() implements Erasure {}
    }

    /// Restored commits that were copied.
    ///
    /// @param refused commits under whose number another one is there
    record Copied(long copied, long present, List<String> refused, @Nullable String next) {
        private static Copied of(JsonNode answer) {
            return new Copied(
                    answer.path("copied").asLong(),
                    answer.path("present").asLong(),
                    answer.path("refused").valueStream().map(JsonNode::asText).toList(),
                    nextOf(answer));
        }
    }

    /// What was compared with the journals, and is ahead of them.
    record Compared(long looked, List<Ahead> ahead, @Nullable String next) {
        private static Compared of(JsonNode answer) {
            return new Compared(
                    answer.path("looked").asLong(),
                    answer.path("ahead").valueStream().map(Ahead::of).toList(),
                    nextOf(answer));
        }
    }

    /// @param outcome `AHEAD`, `RECONCILED` or `LEFT`
    record Ahead(String what, String text, String outcome) {
        private static Ahead of(JsonNode json) {
            return new Ahead(
                    json.path("what").asText(),
                    json.path("text").asText(),
                    json.path("outcome").asText());
        }
    }

    private static @Nullable String nextOf(JsonNode answer) {
        return answer.hasNonNull("next") ? answer.path("next").asText() : null;
    }

    /// What is due, as a [DueList].
    JsonNode due() {
        return call(operation("due"));
    }

    /// @param process null for all of them
    JsonNode parked(@Nullable String process) {
        var request = operation("parked");
        if (process != null) request.put("process", process);
        return call(request);
    }

    JsonNode trace(EntityName entity) {
        var request = operation("trace");
        entity.writeTo(request);
        return call(request);
    }

    RedriveResult redrive(String process, String instance) {
        return outcome(operation("redrive").put("process", process).put("instance", instance));
    }

    Inputs redriveInputs(String process) {
        var answer = call(operation("redrive-inputs").put("process", process));
        return new Inputs(
                answer.path("taken").asLong(),
                answer.path("failed").asLong(),
                answer.path("complete").asBoolean());
    }

    Fed fromJournal(String process, EntityName entity) {
        var request = operation("from-journal").put("process", process);
        entity.writeTo(request);
        var answer = call(request);
        return new Fed(
                answer.path("commits").asLong(),
                answer.hasNonNull("parked")
                        ? Optional.of(Parked.of(answer.path("parked")))
                        : Optional.empty());
    }

    /// @param reason kept, with the caller
    RedriveResult skip(String process, String instance, String what, String reason) {
        return outcome(
                operation("skip")
                        .put("process", process)
                        .put("instance", instance)
                        .put("what", what)
                        .put("reason", "%s (%s)".formatted(reason, deployment.caller())));
    }

    /// @param isTrial only asks whether it may be erased
    Erasure erase(EntityName entity, boolean isTrial) {
        var request = operation(isTrial ? "erasable" : "erase");
        entity.writeTo(request);
        var answer = call(request);
        return switch (answer.path("outcome").asText()) {
            case "ERASED", "ERASABLE" -> new Erasure.Done();
            case "UNFINISHED" ->
                    new Erasure.Unfinished(
                            answer.path("commits").asLong(), answer.path("left").asLong());
            case "NEEDED" ->
                    new Erasure.Needed(
                            answer.path("begun").asBoolean(),
                            answer.path("tasks").valueStream().map(JsonNode::asText).toList());
            case "UNKNOWN" -> new Erasure.Unknown();
            default -> throw otherVersion(answer);
        };
    }

    /// All entities of a client.
    List<EntityName> entitiesOf(String client) {
        return entities(operation("entities-of").put("client", client));
    }

    /// All entities that were erased.
    List<EntityName> erased() {
        return entities(operation("erased"));
    }

    /// Copies a part of the restored commits into the journal.
    ///
    /// @param after where the part before of the segment ended; null for the first
    Copied restore(@Nullable String type, int segment, int segments, @Nullable String after) {
        var request = operation("restore").put("segment", segment).put("segments", segments);
        if (type != null) request.put("type", type);
        if (after != null) request.put("after", after);
        return Copied.of(call(request));
    }

    /// Some of what is ahead of the journals.
    ///
    /// @param after where the part before ended; null for the first
    Compared ahead(boolean reconcile, @Nullable String after) {
        var request = operation(reconcile ? "reconcile" : "ahead");
        if (after != null) request.put("after", after);
        return Compared.of(call(request));
    }

    private List<EntityName> entities(ObjectNode request) {
        var all = new ArrayList<EntityName>();
        while (true) {
            var page = call(request);
            for (var one : page.path("entities")) {
                all.add(new EntityName(one.path("type").asText(), one.path("entity").asText()));
            }
            if (!page.hasNonNull("next")) return all;
            request.put("after", page.path("next").asText());
        }
    }

    private RedriveResult outcome(ObjectNode request) {
        var answer = call(request);
        return switch (answer.path("outcome").asText()) {
            case "DONE" -> new RedriveResult.Done();
            case "STILL_PARKED" -> new RedriveResult.StillParked(Parked.of(answer.path("parked")));
            case "NOT_PARKED" -> new RedriveResult.NotParked();
            default -> throw otherVersion(answer);
        };
    }

    private JsonNode call(ObjectNode request) {
        budget.take();
        return deployment.call(FUNCTION, request);
    }

    static UserMistake otherVersion(JsonNode answer) {
        return new UserMistake(
                "%s answered %s: is it of the same version as this ./millrace?"
                        .formatted(FUNCTION, answer));
    }

    private static ObjectNode operation(String name) {
        return JSON.createObjectNode().put("operation", name);
    }
}
