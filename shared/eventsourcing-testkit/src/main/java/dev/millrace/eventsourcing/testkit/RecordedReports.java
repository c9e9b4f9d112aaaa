package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.ProcessListener;
import dev.millrace.eventsourcing.process.Rejection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what the processes report, a line each: `parked delivery b1 at Parcel#b1/3`.
public final class RecordedReports implements ProcessListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> defects = new CopyOnWriteArrayList<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return lines;
    }

    /// The work on commits and inputs that ended, and how: `delivery Parcel#b1 b1/3/0 done`.
    public List<String> steps() {
        return steps;
    }

    /// What failed after every try, and why: `delivery b1 at Parcel#b1/3: no such courier`.
    public List<String> defects() {
        return defects;
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
        defects.add("%s %s at %s: %s".formatted(process, instance, what, defect.getMessage()));
    }

    @Override
    public void parked(String process, String instance, Parked parked) {
        lines.add("parked %s %s at %s".formatted(process, instance, parked.what()));
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
