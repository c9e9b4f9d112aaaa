package dev.millrace.eventsourcing.dispatch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.World;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process over parcels and couriers, and one without a home: without a crash, and with a crash
/// at any call.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DispatchTest {
    private static final List<String> PARCELS = List.of("p1", "p2", "p3", "p4", "p5");

    @Test
    void parcels_go_to_the_first_courier_who_is_not_full_and_to_the_first_again_after_an_hour() {
        var world = World.of(Depot.service(List.of("east 1", "east 2")));
        register(world);
        world.deliver();

        assertThat(PARCELS.subList(0, 4))
                .extracting(parcel -> world.state(Parcel.TYPE, parcel))
                .containsExactly(
                        new Parcel.Underway("east 1"),
                        new Parcel.Underway("east 1"),
                        new Parcel.Underway("east 2"),
                        new Parcel.Underway("east 2"));
        assertThat(world.state(Parcel.TYPE, "p5")).isEqualTo(new Parcel.Registered());

        world.send(Parcel.TYPE, "p2", new Parcel.Command.DeliverParcel());
        world.deliver();
        assertThat(world.instance(Dispatch.TYPE, "p2").finished()).isTrue();
        world.pass(Dispatch.LOOK_AGAIN);

        assertThat(world.state(Parcel.TYPE, "p5")).isEqualTo(new Parcel.Underway("east 1"));
        assertThat(world.published()).extracting(Message::id).containsExactly("east 3");
    }

    @Test
    void after_a_crash_at_any_call_each_parcel_is_taken_assigned_and_returned_once() {
        var crashes =
                World.crashAtEveryCall(
                        () ->
                                Depot.service(List.of("east 1", "east 2"))
                                        .process(
                                                new Tracking(),
                                                Tracking.PARCELS,
                                                Tracking.COURIERS),
                        DispatchTest::allAreDelivered);

        assertThat(crashes).isGreaterThan(160);
    }

    private static void register(World world) {
        for (var parcel : PARCELS) {
            world.send(Parcel.TYPE, parcel, new Parcel.Command.RegisterParcel());
        }
    }

    private static void allAreDelivered(World world) {
        register(world);
        for (var day = 0; day < 3; day++) {
            world.deliver();
            for (var parcel : PARCELS) {
                if (world.state(Parcel.TYPE, parcel) instanceof Parcel.Underway) {
                    world.send(Parcel.TYPE, parcel, new Parcel.Command.DeliverParcel());
                }
            }
            world.pass(Dispatch.LOOK_AGAIN);
        }
        var ofCouriers =
                Stream.of("east 1", "east 2")
                        .flatMap(courier -> world.events(Courier.TYPE, courier).stream())
                        .filter(event -> !(event instanceof Courier.Event.ParcelRefused))
                        .toList();
        assertThat(ofCouriers).hasSize(2 * PARCELS.size()).doesNotHaveDuplicates();
        for (var parcel : PARCELS) {
            var life = world.events(Parcel.TYPE, parcel);
            assertThat(life).hasSize(3);
            assertThat(world.instance(Dispatch.TYPE, parcel))
                    .matches(Instance::finished)
                    .matches(dispatch -> dispatch.owed().isEmpty());
            assertThat(requireNonNull(world.instance(Tracking.TYPE, parcel).state()).lines())
                    .containsSubsequence(life.stream().map(Object::toString).toList())
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000})
    void the_reads_of_an_instance_do_not_grow_with_the_history_of_a_courier(int parcels) {
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
}
