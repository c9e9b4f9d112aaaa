package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.eventsourcing.Brief;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.dynamodb.ErasedEntitiesTable;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.dynamodb.ItemScan;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Restoration;
import dev.millrace.eventsourcing.process.ViewHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what is ahead of restored journals, and rewinds it: the instances of all processes, then
/// the rows of the views, then what the service itself stores.
///
/// The instances come first, because later parts may append commits. An instance that still knew
/// lost commits with the same numbers would treat the new ones as handled.
final class Reconciliation {
    private static final int AT_ONCE = 16;
    private static final int PAGE = 3 * AT_ONCE;
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_CHARACTERS = 500;
    private static final String ERASED =
            "was erased, and is in the journal again: first run ./millrace erase --listed";

    private final Platform platform;
    private final Processes processes;

    Reconciliation(Platform platform, Processes processes) {
        this.platform = platform;
        this.processes = processes;
    }

    /// What was done about something that is ahead.
    enum Outcome {
        /// Nothing was written.
        AHEAD,
        RECONCILED,
        /// It was not changed; the text says why.
        LEFT
    }

    /// Something that is ahead, as an answer.
    ///
    /// @param what an instance, or a row, or an entity
    record Found(String what, String text, Outcome outcome) {}

    /// The answer to `ahead` and `reconcile`.
    ///
    /// @param looked how many instances, rows and entities were compared
    record Answer(int looked, List<Found> ahead, @Nullable String next) {}

    /// One kind of thing that may be ahead.
    private record Part(String name, Pages pages) {}

    private interface Pages {
        Page page(@Nullable String after, boolean isTrial);
    }

    private record Page(List<Callable<Optional<Found>>> work, @Nullable String next) {}

    /// Compares something with the journals, and rewinds it.
    private interface Rewind {
        /// @return by what it is ahead, in words; null if it is not ahead
        @Nullable String rewind(boolean isTrial);
    }

    /// @param after the `next` of the previous call: a part, and where to go on in it
    Answer page(@Nullable String after, boolean isTrial, Context context) {
        var parts = parts();
        var words = (after == null ? parts.getFirst().name() + " " : after).split(" ", 2);
        var part = parts.stream().map(Part::name).toList().indexOf(words[0]);
        if (part < 0 || words.length < 2) {
            throw new Mistake("\"after\" is not the \"next\" of a previous call");
        }
        var from = words[1].isEmpty() ? null : words[1];
        var looked = 0;
        var found = new ArrayList<Found>();
        do {
            var page = parts.get(part).pages().page(from, isTrial);
            looked += page.work().size();
            found.addAll(run(page.work()));
            from = page.next();
            if (from == null) part++;
        } while (part < parts.size()
                && found.size() < MOST_LISTED
                && OperatorFunction.hasTime(context));
        platform.log()
                .info(
                        isTrial ? "listed what is ahead" : "tried to reconcile",
                        Map.of("looked", looked, "found", found.size()));
        if (part == parts.size()) return new Answer(looked, found, null);
        return new Answer(
                looked, found, parts.get(part).name() + " " + Objects.requireNonNullElse(from, ""));
    }

    private List<Found> run(List<Callable<Optional<Found>>> work) {
        var found = new ArrayList<Found>();
        for (var ended : platform.runtime().threads().runAll(AT_ONCE, work)) {
            if (ended.state() == Future.State.FAILED) {
                if (ended.exceptionNow() instanceof RuntimeException failed) throw failed;
                throw new IllegalStateException(ended.exceptionNow());
            }
            ended.resultNow().ifPresent(found::add);
        }
        return found;
    }

    private List<Part> parts() {
        var parts = new ArrayList<Part>();
        parts.add(new Part("processes", this::instances));
        for (var view : processes.views()) {
            if (!view.view().isOnePerEntity()) continue;
            parts.add(new Part(view.name(), (after, isTrial) -> rows(view, after, isTrial)));
        }
        for (var type : processes.service().entities().values()) add(type, parts);
        return parts;
    }

    private <S, E> void add(EntityType<S, ?, E, ?> type, List<Part> parts) {
        var restoration = processes.service().restoration(type);
        if (restoration == null) return;
        parts.add(
                new Part(
                        type.name(),
                        (after, isTrial) -> {
                            var page = restoration.entities(after);
                            var work =
                                    page.entityIds().stream()
                                            .map(id -> entity(type, restoration, id, isTrial))
                                            .toList();
                            return new Page(work, page.next());
                        }));
    }

    private Page instances(@Nullable String after, boolean isTrial) {
        var table = platform.processesTable();
        var page = ItemScan.ofInstances(platform.clients().dynamoDb(), table, PAGE).page(after);
        var work = page.items().stream().flatMap(item -> instance(item, isTrial)).toList();
        return new Page(work, page.next());
    }

    /// Other items of the table, and instances of processes that were renamed, are ignored.
    private Stream<Callable<Optional<Found>>> instance(Item item, boolean isTrial) {
        var name = item.textOrNull("process");
        var key = item.textOrNull("key");
        var process = name == null ? null : processes.named(name);
        if (process == null || key == null) return Stream.empty();
        return Stream.of(() -> {
            var what = "%s %s".formatted(name, key);
            return found(what, () -> process.about(key), dry -> process.rewind(key, dry), isTrial);
        });
    }

    private Page rows(ViewHost<?, ?> view, @Nullable String after, boolean isTrial) {
        var table = platform.resource(view.name(), "_TABLE");
        var page = ItemScan.ofRows(platform.clients().dynamoDb(), table, PAGE).page(after);
        var work =
                page.items().stream()
                        .map(item -> item.text("pk"))
                        .map(id -> row(view, id, isTrial))
                        .toList();
        return new Page(work, page.next());
    }

    private Callable<Optional<Found>> row(ViewHost<?, ?> view, String id, boolean isTrial) {
        var entity = new EntityRef(view.sourceTypes().iterator().next(), id);
        var what = "%s %s".formatted(view.name(), id);
        return () -> found(what, () -> entity, dry -> view.view().rewind(id, dry), isTrial);
    }

    private <S, E> Callable<Optional<Found>> entity(
            EntityType<S, ?, E, ?> type, Restoration<S> restoration, String id, boolean isTrial) {
        var entity = new EntityRef(type.name(), id);
        Rewind rewind =
                dry -> {
                    var commits = platform.journal(type).read(id, 0);
                    if (Commit.isErased(commits)) return null;
                    var state = type.state(commits);
                    var text = restoration.ahead(id, state);
                    if (text != null && !dry) restoration.reconcile(id, state);
                    return text;
                };
        return () -> found(entity.toString(), () -> entity, rewind, isTrial);
    }

    /// An item is compared again before it is rewound, because the journal may have grown since the
    /// first comparison read it. A defect of one item leaves that item as it is, and the call goes
    /// on. An outage ends the call.
    private Optional<Found> found(
            String what, Supplier<@Nullable EntityRef> of, Rewind rewind, boolean isTrial) {
        try {
            var text = rewind.rewind(true);
            if (text == null) return Optional.empty();
            var entity = of.get();
            if (entity != null && isErased(entity)) {
                return isOver(entity)
                        ? Optional.empty()
                        : Optional.of(new Found(what, ERASED, Outcome.LEFT));
            }
            if (isTrial) return Optional.of(new Found(what, text, Outcome.AHEAD));
            var done = rewind.rewind(false);
            if (done == null) return Optional.empty();
            // Logged now: if a later item ends the call, its answer is lost.
            platform.log().info("reconciled", Map.of("what", what, "text", done));
            return Optional.of(new Found(what, done, Outcome.RECONCILED));
        } catch (Outage outage) {
            throw outage;
        } catch (RuntimeException broken) {
            var why = Brief.of(broken.toString(), MOST_CHARACTERS);
            return Optional.of(new Found(what, why, Outcome.LEFT));
        }
    }

    private boolean isErased(EntityRef entity) {
        var list = platform.environment().required("ERASED_TABLE");
        return new ErasedEntitiesTable(platform.clients().dynamoDb(), list).contains(entity);
    }

    /// Whether an erased entity is missing or erased in the restored journal, too.
    private boolean isOver(EntityRef entity) {
        var type = processes.service().type(entity.type());
        var commits = platform.journal(type).read(entity.id(), 0);
        return commits.isEmpty() || Commit.isErased(commits);
    }
}
