package dev.millrace.eventsourcing.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.dispatch.Depot.StreamRecord;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// For every n, a second function does a complete piece of work at the n-th call of the first one.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DispatchInterleavingTest {
    /// What the second function does.
    enum Work {
        DELIVER_THE_OTHER_STREAM {
            @Override
            void run(Depot depot, Processes function, StreamRecord at) {
                pending(depot).stream()
                        .filter(one -> !one.entity().type().equals(at.entity().type()))
                        .forEach(one -> depot.give(function, one));
            }
        },
        SWEEP {
            @Override
            void run(Depot depot, Processes function, StreamRecord at) {
                depot.wait(Duration.ofSeconds(61));
                depot.sweep(function);
            }
        },
        DELIVER_THE_SAME_RECORD {
            @Override
            void run(Depot depot, Processes function, StreamRecord at) {
                depot.give(function, at);
            }
        },
        DELIVER_ALL_IN_REVERSED_ORDER {
            @Override
            void run(Depot depot, Processes function, StreamRecord at) {
                pending(depot).reversed().forEach(one -> depot.give(function, one));
            }
        },
        DELIVER_EVERYTHING_AGAIN {
            @Override
            void run(Depot depot, Processes function, StreamRecord at) {
                depot.deliverAgain();
                pending(depot).forEach(one -> depot.give(function, one));
            }
        };

        abstract void run(Depot depot, Processes function, StreamRecord at);

        private static List<StreamRecord> pending(Depot depot) {
            return depot.stream(DepotLife.PARCELS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_function_may_work_at_any_call(Work work) {
        var disturbed = 0;
        for (var call = 1; ; call++) {
            var depot = Depot.tracking("east 1", "east 2");
            var faults = new Faults();
            var at = new ArrayList<StreamRecord>();
            var came = new boolean[1];
            faults.meanwhile(
                    call,
                    () -> {
                        came[0] = true;
                        if (!at.isEmpty()) {
                            work.run(depot, depot.function(new Faults()), at.getLast());
                        }
                    });
            depot.whenGiven(at::add);
            var function = depot.function(faults);
            DepotLife.live(depot, function);
            if (!came[0]) break;
            disturbed++;
            DepotLife.assertWhole(
                    depot, "%s at call %s of %s".formatted(work, call, faults.calls()));
        }
        assertThat(disturbed).isGreaterThan(100);
    }
}
