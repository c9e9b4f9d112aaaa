package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Incidents;
import dev.millrace.eventsourcing.Trace;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Keeps what it is told, a line each: `parked payment b1 at Booking#b1/3`.
public final class RecordedIncidents implements Incidents {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return lines;
    }

    @Override
    public void refused(Trace trace, String entity, String command, Object reason) {
        lines.add("refused %s %s %s %s".formatted(trace.sender(), command, entity, reason));
    }

    @Override
    public void parked(
            String process,
            String instance,
            String what,
            String error,
            int attempts,
            @Nullable Instant next) {
        lines.add("parked %s %s at %s".formatted(process, instance, what));
    }

    @Override
    public void skipped(String process, String instance, String what, String reason) {
        lines.add("skipped %s of %s %s: %s".formatted(what, process, instance, reason));
    }

    @Override
    public void conflicted(String process, String instance) {
        lines.add("conflict at %s %s".formatted(process, instance));
    }
}
