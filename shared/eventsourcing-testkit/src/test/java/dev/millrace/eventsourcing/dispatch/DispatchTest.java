package dev.millrace.eventsourcing.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process over parcels and couriers, and one without a home, whole and wherever a function dies.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DispatchTest {
    @Test
    void parcels_go_to_the_first_courier_who_is_not_full_and_to_the_first_again_after_an_hour() {
        var depot = new Depot("east 1", "east 2");
        var function = depot.function(new Faults());
        DepotLife.PARCELS.forEach(depot::register);
        depot.run(function, DepotLife.PARCELS);

        assertThat(courierOf(depot, "p1")).isEqualTo("east 1");
        assertThat(courierOf(depot, "p2")).isEqualTo("east 1");
        assertThat(courierOf(depot, "p3")).isEqualTo("east 2");
        assertThat(courierOf(depot, "p4")).isEqualTo("east 2");
        assertThat(depot.events(new EntityRef("Parcel", "p5"))).hasSize(1);

        depot.deliver("p2");
        depot.run(function, DepotLife.PARCELS);
        assertThat(depot.dispatch("p2").finished()).isTrue();
        depot.wait(Dispatch.LOOK_AGAIN.plus(Duration.ofMinutes(2)));
        depot.run(function, DepotLife.PARCELS);

        assertThat(courierOf(depot, "p5")).isEqualTo("east 1");
        assertThat(depot.published()).containsExactly("east 3");
    }

    /// The first function dies before or after its n-th call takes effect, for every n; another one
    /// is given everything again, and sweeps.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wherever_the_function_dies_each_parcel_is_taken_assigned_and_given_back_once(
            boolean takesEffect) {
        var crashes = 0;
        for (var call = 1; ; call++) {
            var faults = new Faults();
            if (takesEffect) faults.crashAfter(call);
            else faults.crashBefore(call);
            var depot = Depot.tracking("east 1", "east 2");
            if (!crashes(depot, depot.function(faults))) break;
            crashes++;
            depot.deliverAgain();
            var another = depot.function(new Faults());
            DepotLife.live(depot, another);
            DepotLife.assertWhole(
                    depot, "crash after call %s of %s".formatted(call, faults.calls()));
        }
        assertThat(crashes).isGreaterThan(80);
    }

    private static boolean crashes(Depot depot, Processes of) {
        try {
            DepotLife.live(depot, of);
            return false;
        } catch (Faults.Crash crash) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000})
    void what_an_instance_reads_does_not_grow_with_the_history_of_a_courier(int parcels) {
        var depot = new Depot("east 1");
        var faults = new Faults();
        var function = depot.function(faults);
        for (var n = 0; n < parcels; n++) {
            var parcel = List.of("p" + n);
            depot.register(parcel.getFirst());
            depot.run(function, parcel);
            depot.deliver(parcel.getFirst());
            depot.run(function, parcel);
            assertThat(depot.dispatch(parcel.getFirst()).finished()).isTrue();
        }

        var reads = faults.calls().stream().filter(call -> call.startsWith("read east")).toList();
        var searches = faults.calls().stream().filter(call -> call.startsWith("find east"));
        assertThat(reads).isEmpty();
        assertThat(searches).isEmpty();
    }

    private static String courierOf(Depot depot, String parcel) {
        var assigned = depot.events(new EntityRef("Parcel", parcel)).get(1);
        return assigned.substring(assigned.indexOf('=') + 1, assigned.length() - 1);
    }
}
