package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.RetryPolicy.Tries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Creates the updates of one process's instances. If work fails after every try, its update parks
/// or drops what failed.
///
/// @param home the home of an instance, by its key; it returns null if the process has none
record InstanceUpdates<S, I>(
        StatefulProcess<S, I> process,
        Instances<S, I> instances,
        Function<String, @Nullable EntityRef> home,
        Backoff backoff) {

    /// An update that changes nothing yet.
    InstanceUpdate<S, I> of(Instance<S, I> instance) {
        return of(instance, instances.now());
    }

    InstanceUpdate<S, I> of(Instance<S, I> instance, Instant now) {
        return new InstanceUpdate<>(process, instance, home.apply(instance.key()), now);
    }

    /// An update with the changes of the work. If the work fails after every try, the update parks
    /// what failed, or drops it if that is the policy of the process.
    InstanceUpdate<S, I> of(
            Instance<S, I> instance, Instant now, Consumer<InstanceUpdate<S, I>> work) {
        var dropped = new ArrayList<Skipped>();
        for (var tries = new Tries(backoff); ; ) {
            var update = of(instance, now);
            dropped.forEach(update::skip);
            try {
                work.accept(update);
                return update;
            } catch (RuntimeException | StackOverflowError defect) {
                if (!tries.areOver(defect)) continue;
                instances.failed(instance.key(), update.at(), defect);
                if (process.onDefect() == OnDefect.PARK || update.skips(update.at())) {
                    return parked(instance, update, defect);
                }
                var error = RetryPolicy.error(defect);
                dropped.add(new Skipped(update.at(), error, instances.now()));
            }
        }
    }

    private InstanceUpdate<S, I> parked(
            Instance<S, I> instance, InstanceUpdate<S, I> failed, Throwable defect) {
        var parked = of(instance);
        parked.park(
                RetryPolicy.park(
                        instance.parked(), failed.at(), failed.of(), defect, instances.now()));
        return parked;
    }
}
