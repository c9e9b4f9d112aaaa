package dev.millrace.eventsourcing.lambda.host;

import static dev.millrace.eventsourcing.trace.TraceReport.at;
import static dev.millrace.eventsourcing.trace.TraceReport.word;
import static java.util.stream.Collectors.joining;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.ProcessControl;
import dev.millrace.eventsourcing.process.ProcessHost;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.Findings.Kept;
import dev.millrace.eventsourcing.trace.TraceReport;
import dev.millrace.eventsourcing.trace.TraceReport.Entry;
import dev.millrace.eventsourcing.trace.TraceReport.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds the library's sentences to a trace: what is parked, skipped, owed or waiting, and which
/// views are behind, with the commands that help.
record TraceSentences(Findings<?, ?> found, TraceReport report, Processes processes) {
    /// @param commits all commits of an erased entity
    void addErasure(List<? extends Commit<?>> commits) {
        var end = commits.getLast();
        var type = found.entity().type();
        var isEnded = commits.getFirst().isErased();
        report.status("ERASED");
        report.fact("erased", at(end.at()));
        report.add(new Entry("erased", type, "erased", null, end.at(), List.of(), Status.DONE));
        report.say(
                isEnded
                        ? "It was erased at %s, with %s commits. To its callers it does not exist."
                                .formatted(at(end.at()), end.seq() - 1)
                        : "Its erasure began at %s and has not ended: ".formatted(at(end.at()))
                                + report.command(
                                        "./millrace erase %s %s"
                                                .formatted(type, word(found.entity().id()))));
    }

    void addViews() {
        processes.views().stream()
                .filter(view -> view.sourceTypes().contains(found.entity().type()))
                .forEach(view -> view(view.name()));
    }

    /// Adds what is parked, skipped, owed or waiting.
    void addInstances() {
        for (var kept : found.instances()) {
            var parked = kept.instance().parked();
            if (parked != null) report.say(parked(kept, parked));
        }
        for (var kept : found.instances()) {
            for (var one : kept.instance().skipped()) {
                report.say(
                        "%s dropped %s for good at %s: %s."
                                .formatted(kept.process(), one.what(), at(one.at()), one.reason()));
            }
        }
        found.instances().forEach(this::open);
    }

    private String parked(Kept kept, Parked parked) {
        var next = parked.next();
        return ("%s is parked at %s since %s, after %s tries (%s). Later commits and inputs of this instance wait. %s"
                        + " Once its cause is fixed: %s")
                .formatted(
                        kept.process(),
                        parked.what(),
                        at(parked.since()),
                        parked.attempts(),
                        parked.error(),
                        next == null
                                ? "It is not tried again automatically."
                                : "It is tried again at %s.".formatted(at(next)),
                        report.command(
                                "./millrace redrive %s %s"
                                        .formatted(kept.process(), word(kept.instance().key()))));
    }

    private void open(Kept kept) {
        var instance = kept.instance();
        var when =
                instance.parked() != null
                        ? "after the parked work"
                        : "automatically, within a minute or two";
        if (!instance.owed().isEmpty()) {
            report.say(
                    "%s owes effects that were not sent, or have no outcome yet: %s. They are tried again %s."
                            .formatted(
                                    kept.process(),
                                    instance.owed().stream()
                                            .map(owed -> inWords(kept, owed))
                                            .collect(joining(", ")),
                                    when));
        }
        if (!instance.waiting().isEmpty()) {
            report.say(
                    "%s could not handle these inputs yet: %s. They are tried again %s."
                            .formatted(
                                    kept.process(),
                                    instance.waiting().stream()
                                            .map(Instance.Waiting::id)
                                            .collect(joining(", ")),
                                    when));
        }
    }

    /// An effect by name and cause only, because its content may be personal.
    private String inWords(Kept kept, Instance.Owed owed) {
        var name = name(processes.named(kept.process()), owed.effect());
        return "%s because of %s".formatted(name, owed.causationId());
    }

    /// The persisted name of a command or message.
    static String name(@Nullable ProcessControl process, Immediate effect) {
        return switch (effect) {
            case Send<?> send -> send.commandName();
            case Publish(var message) ->
                    process instanceof ProcessHost<?, ?> host
                            ? host.type().messages().nameOf(message)
                            : message.id();
        };
    }

    /// An effect by its name and its target: `OfferPlace to Member ft1q…`.
    static String inWords(ProcessControl process, Immediate effect) {
        var name = name(process, effect);
        return switch (effect) {
            case Send<?> send -> "%s to %s %s".formatted(name, send.to().name(), send.entityId());
            case Publish _ -> name + " to the bus";
        };
    }

    private void view(String name) {
        var row = found.rows().get(name);
        var commits = found.commits().size();
        var behind = row == null ? commits : Math.max(0, commits - row.version());
        report.fact(
                name,
                row == null
                        ? "shows nothing"
                        : "version %s of %s".formatted(row.version(), commits));
        if (behind == 0 || !found.isLate(found.changed())) return;
        report.say(
                "The view %s is %s of %s commits behind, so clients see an older state: %s"
                        .formatted(
                                name,
                                behind,
                                commits,
                                report.command(
                                        TraceReport.fromJournal(name, found.entity().id()))));
    }
}
