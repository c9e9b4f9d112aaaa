package dev.millrace.cli;

import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Calls the function `ProcessOperations`, which lists, redrives and skips what is parked, traces
/// and erases entities, and restores journals (docs/operations-protocol.md).
///
/// @param budget bounds the calls
record OperationsClient(Deployment deployment, CallBudget budget) {
    private static final String FUNCTION = "ProcessOperations";
    private static final JsonMapper JSON = new JsonMapper();

    /// A client without a limit on its calls.
    OperationsClient(Deployment deployment) {
        this(deployment, CallBudget.UNBOUNDED);
    }

    /// The result of a redrive or a skip of an instance.
    sealed interface RedriveResult {
        record Done() implements RedriveResult {}

        record StillParked(Parked parked) implements RedriveResult {}

        record NotParked() implements RedriveResult {}
    }

    /// The answer to `parked`.
    ///
    /// @param more whether more is parked than is listed
    /// @param unreadable rows that cannot be read, and why
    record Listing(
            List<Parked> parked,
            boolean more,
            List<FailedInputs> failedInputs,
            List<String> unreadable) {
        /// The processes that have something to redrive.
        List<String> processes() {
            var ofInputs = failedInputs.stream().filter(one -> one.givenUp() > 0);
            return Stream.concat(
                            parked.stream().map(Parked::process),
                            ofInputs.map(FailedInputs::process))
                    .distinct()
                    .toList();
        }

        /// When the first of them was parked. There is at least one.
        String since() {
            return parked.stream().map(Parked::since).min(naturalOrder()).orElseThrow();
        }

        static Listing of(JsonNode answer) {
            return new Listing(
                    answer.path("parked").valueStream().map(Parked::of).toList(),
                    answer.path("more").asBoolean(),
                    answer.path("failedInputs").valueStream().map(FailedInputs::of).toList(),
                    answer.path("unreadable").valueStream().map(JsonNode::asText).toList());
        }
    }

    /// How many inputs are in a process's failure queues.
    ///
    /// @param triedAgain inputs that SQS still redelivers
    /// @param givenUp inputs that wait for a redrive
    record FailedInputs(String process, long triedAgain, long givenUp) {
        private static FailedInputs of(JsonNode json) {
            return new FailedInputs(
                    json.path("process").asText(),
                    json.path("triedAgain").asLong(),
                    json.path("givenUp").asLong());
        }
    }

    /// How many inputs were taken from the failure queues, and how many of them failed again.
    record Inputs(long taken, long failed, boolean complete) {}

    /// How many commits of an entity a process handled again, and what they parked.
    record Fed(long commits, Optional<Parked> parked) {}

    /// The result of an erasure.
    sealed interface Erasure {
        /// The entity is erased or, for a trial, may be erased.
        record Done() implements Erasure {}

        /// @param left commits that are not overwritten yet; the same call continues
        record Unfinished(long commits, long left) implements Erasure {}

        /// @param begun whether the erasure has begun and must be completed
        /// @param tasks what the entity is still needed for
        record Needed(boolean begun, List<String> tasks) implements Erasure {}

        record Unknown() implements Erasure {}
    }

    /// How many restored commits were copied.
    ///
    /// @param refused commits whose number another commit has
    record Copied(long copied, long present, List<String> refused, @Nullable String next) {
        private static Copied of(JsonNode answer) {
            return new Copied(
                    answer.path("copied").asLong(),
                    answer.path("present").asLong(),
                    answer.path("refused").valueStream().map(JsonNode::asText).toList(),
                    nextOf(answer));
        }
    }

    /// How much was compared with the journals, and what is ahead of them.
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

    static @Nullable String nextOf(JsonNode answer) {
        return answer.hasNonNull("next") ? answer.path("next").asText() : null;
    }

    /// What is due, as a [DueList].
    JsonNode due() {
        return call(operation("due"));
    }

    /// @param process null for all processes
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

    /// @param reason is kept, with the caller
    RedriveResult skip(String process, String instance, String what, String reason) {
        return outcome(
                operation("skip")
                        .put("process", process)
                        .put("instance", instance)
                        .put("what", what)
                        .put("reason", "%s (%s)".formatted(reason, deployment.caller())));
    }

    /// @param isTrial true only asks whether the entity may be erased
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

    /// The stored instances of processes that belong to an entity.
    JsonNode instances(EntityName entity) {
        var request = operation("instances");
        entity.writeTo(request);
        return call(request);
    }

    /// A page of an entity's commits as they are stored.
    ///
    /// @param order `newest` or `oldest` first
    /// @param after where the previous page ended; null for the first
    JsonNode commits(EntityName entity, String order, @Nullable String after) {
        var request = operation("commits").put("order", order);
        if (after != null) request.put("after", after);
        entity.writeTo(request);
        return call(request);
    }

    /// A page of the entities of a client.
    ///
    /// @param after where the previous page ended; null for the first
    EntityPage entitiesOf(String client, @Nullable String after) {
        return entities(operation("entities-of").put("client", client), after);
    }

    /// All entities of a client.
    List<EntityName> entitiesOf(String client) {
        return all(after -> entitiesOf(client, after));
    }

    /// All entities that were erased.
    List<EntityName> erased() {
        return all(after -> entities(operation("erased"), after));
    }

    /// Copies a part of the restored commits into the journal.
    ///
    /// @param after where the segment's previous part ended; null for the first
    Copied restore(@Nullable String type, int segment, int segments, @Nullable String after) {
        var request = operation("restore").put("segment", segment).put("segments", segments);
        if (type != null) request.put("type", type);
        if (after != null) request.put("after", after);
        return Copied.of(call(request));
    }

    /// A part of what is ahead of the journals.
    ///
    /// @param after where the previous part ended; null for the first
    Compared ahead(boolean reconcile, @Nullable String after) {
        var request = operation(reconcile ? "reconcile" : "ahead");
        if (after != null) request.put("after", after);
        return Compared.of(call(request));
    }

    private EntityPage entities(ObjectNode request, @Nullable String after) {
        if (after != null) request.put("after", after);
        return EntityPage.of(call(request));
    }

    private static List<EntityName> all(Function<@Nullable String, EntityPage> pages) {
        var all = new ArrayList<EntityName>();
        var page = pages.apply(null);
        while (true) {
            all.addAll(page.entities());
            if (page.next() == null) return all;
            page = pages.apply(page.next());
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
