package dev.millrace.eventsourcing.dispatch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Processes;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// The life of five parcels, from their registration until their couriers have returned them.
final class DepotLife {
    static final List<String> PARCELS = List.of("p1", "p2", "p3", "p4", "p5");

    private DepotLife() {}

    /// Skips steps that are done already.
    static void live(Depot depot, Processes function) {
        for (var parcel : PARCELS) {
            if (depot.events(new EntityRef("Parcel", parcel)).isEmpty()) depot.register(parcel);
        }
        for (var day = 0; day < 4; day++) {
            depot.run(function, PARCELS);
            for (var parcel : PARCELS) {
                if (depot.events(new EntityRef("Parcel", parcel)).size() == 2) {
                    depot.deliver(parcel);
                }
            }
            depot.run(function, PARCELS);
            depot.wait(Dispatch.LOOK_AGAIN.plus(Duration.ofMinutes(2)));
        }
        depot.run(function, PARCELS);
    }

    static void assertWhole(Depot depot, String when) {
        for (var parcel : PARCELS) {
            assertThat(depot.events(new EntityRef("Parcel", parcel))).as(when).hasSize(3);
            var dispatch = depot.dispatch(parcel);
            assertThat(dispatch.finished()).as("%s: %s", when, dispatch).isTrue();
            assertThat(dispatch.owed()).as(when).isEmpty();
            assertThat(dispatch.parked()).as(when).isNull();
        }
        assertTracked(depot, when);
        var couriers =
                IntStream.of(1, 2)
                        .mapToObj(n -> depot.events(new EntityRef("Courier", "east " + n)))
                        .flatMap(List::stream)
                        .toList();
        assertThat(couriers)
                .as(when)
                .filteredOn(event -> !event.startsWith("ParcelRefused"))
                .hasSize(2 * PARCELS.size())
                .doesNotHaveDuplicates();
        assertThat(depot.published()).as(when).contains("east 3").doesNotContain("east 6");
    }

    private static void assertTracked(Depot depot, String when) {
        for (var parcel : PARCELS) {
            var notes = depot.world.kept(Tracking.TYPE).load(parcel).state();
            var ofHome = depot.events(new EntityRef("Parcel", parcel));
            assertThat(notes).as(when).isNotNull();
            assertThat(requireNonNull(notes).lines())
                    .as(when)
                    .containsSubsequence(ofHome)
                    .doesNotHaveDuplicates()
                    .filteredOn(line -> line.endsWith("Taken[parcel=%s]".formatted(parcel)))
                    .hasSize(1);
        }
    }
}
