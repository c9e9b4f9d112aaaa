package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All views of a service. An outage of one view does not keep the others from handling the
/// commits. The commits are then delivered again, to all of them.
record ViewStream(List<? extends ViewHost<?, ?>> views) implements StreamReader {
    @Override
    public String name() {
        return views.stream().map(ViewHost::name).collect(Collectors.joining(","));
    }

    @Override
    public void handle(EntityRef entity, List<? extends Commit<?>> commits) {
        var failures = new Failures();
        for (var view : of(entity.type()).toList()) {
            failures.of(() -> view.handle(entity, commits));
        }
        failures.throwFirst();
    }

    /// A commit of a type that no view shows is parked by all of them, so that an operator sees it.
    @Override
    public void unreadable(String commit, RuntimeException defect) {
        var type = commit.substring(0, Math.max(0, commit.indexOf('#')));
        (of(type).findAny().isEmpty() ? views.stream() : of(type))
                .forEach(view -> view.unreadable(commit, defect));
    }

    private Stream<? extends ViewHost<?, ?>> of(String type) {
        return views.stream().filter(view -> view.sourceTypes().contains(type));
    }
}
