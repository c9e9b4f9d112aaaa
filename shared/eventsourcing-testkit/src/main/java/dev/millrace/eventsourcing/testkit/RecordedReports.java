package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.ProcessListener;
import dev.millrace.eventsourcing.process.Rejection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A [ProcessListener] that records each report as one line: `parked delivery b1 at Parcel#b1/3`.
public final class RecordedReports implements ProcessListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Defect> defects = new CopyOnWriteArrayList<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return lines;
    }

    /// The steps that ended, each with `done` or `failed`: `delivery Parcel#b1 b1/3/0 done`.
    public List<String> steps() {
        return steps;
    }

    /// The defects that failed at every attempt: `delivery b1 at Parcel#b1/3: no such courier`.
    public List<String> defects() {
        return defects.stream()
                .map(one -> "%s: %s".formatted(one.place(), one.cause().getMessage()))
                .toList();
    }

    /// The last defect at a place such as `delivery b1 at Parcel#b1/3`; null if there is none.
    @Nullable Throwable defect(String place) {
        return defects.stream()
                .filter(one -> one.place().equals(place))
                .map(Defect::cause)
                .reduce(null, (_, later) -> later);
    }

    private record Defect(String place, Throwable cause) {}

    static String place(String process, String instance, String what) {
        return "%s %s at %s".formatted(process, instance, what);
    }

    @Override
    public Step begin(String process, String entity, String correlationId, String causationId) {
        return new Step() {
            private String end = "failed";

            @Override
            public void done() {
                end = "done";
            }

            @Override
            public void close() {
                steps.add("%s %s %s %s".formatted(process, entity, causationId, end));
            }
        };
    }

    @Override
    public void rejected(Trace trace, Rejection<?, ?> rejection) {
        lines.add(
                "rejected %s %s %s#%s %s"
                        .formatted(
                                trace.sender(),
                                rejection.commandName(),
                                rejection.to().name(),
                                rejection.entityId(),
                                rejection.reason()));
    }

    @Override
    public void belowFloor(String process, String instance, String commit) {
        lines.add("below the floor of %s %s: %s".formatted(process, instance, commit));
    }

    @Override
    public void failed(String process, String instance, String what, Throwable defect) {
        defects.add(new Defect(place(process, instance, what), defect));
    }

    @Override
    public void parked(String process, String instance, Parked parked) {
        lines.add("parked " + place(process, instance, parked.what()));
    }

    @Override
    public void skipped(String process, String instance, String what, String reason) {
        lines.add("skipped %s of %s %s: %s".formatted(what, process, instance, reason));
    }

    @Override
    public void conflicted(String process, String instance) {
        lines.add("conflict at %s %s".formatted(process, instance));
    }

    @Override
    public void ignored(String process, String input, String correlationId) {
        lines.add("ignored %s of %s".formatted(input, process));
    }

    @Override
    public void receivedTwice(String process, String input, String entity, String other) {
        lines.add("%s of %s for %s and %s".formatted(input, process, entity, other));
    }
}
