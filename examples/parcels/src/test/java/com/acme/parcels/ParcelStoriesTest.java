package com.acme.parcels;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.parcels.Courier.Event.ParcelRefused;
import com.acme.parcels.Dispatch.DeliveryReminder;
import com.acme.parcels.Labelling.LabelRequested;
import com.acme.parcels.Parcel.Command.DeliverParcel;
import com.acme.parcels.Parcel.Command.HandOverParcel;
import com.acme.parcels.Parcel.Command.RegisterParcel;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The whole service in memory, over days of a virtual clock, and with a crash at every port call.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParcelStoriesTest {
    private static final List<String> ELEVEN =
            IntStream.rangeClosed(1, 11).mapToObj(n -> "p" + n).toList();

    @Test
    void the_eleventh_parcel_waits_until_one_of_two_couriers_has_room() {
        var world = World.of(ParcelService.of(List.of("anna", "ben")));
        for (var parcel : ELEVEN) {
            register(world, parcel);
            world.deliver();
        }
        assertThat(world.state(Courier.TYPE, "anna").parcels()).hasSize(5);
        assertThat(world.state(Courier.TYPE, "ben").parcels()).hasSize(5);
        assertThat(world.state(Parcel.TYPE, "p11")).isEqualTo(new Parcel.Registered("acme"));

        handOverAndDeliver(world, "p7");
        world.deliver();
        assertThat(world.state(Parcel.TYPE, "p11")).isEqualTo(new Parcel.Registered("acme"));
        world.pass(Dispatch.LOOK_AGAIN);

        assertThat(world.state(Parcel.TYPE, "p11")).isEqualTo(new Parcel.Assigned("acme", "ben"));
        assertThat(world.row(ParcelRow.VIEW, "p7").status()).isEqualTo(ParcelRow.Status.DELIVERED);
    }

    @Test
    void a_recipient_is_reminded_after_two_days_and_the_parcel_is_returned_after_five() {
        var world = World.of(ParcelService.of(List.of("anna")));
        register(world, "p1");

        world.pass(Dispatch.REMIND.minusSeconds(1));
        assertThat(messages(world, DeliveryReminder.class)).isEmpty();
        world.pass(Duration.ofSeconds(1));
        assertThat(messages(world, DeliveryReminder.class)).hasSize(1);

        world.pass(Dispatch.RETURN.minus(Dispatch.REMIND));
        assertThat(world.state(Parcel.TYPE, "p1")).isEqualTo(new Parcel.Returned());
        assertThat(world.state(Courier.TYPE, "anna").parcels()).isEmpty();
        assertThat(messages(world, LabelRequested.class))
                .extracting(LabelRequested::addressee)
                .containsExactly("ada", "acme");
        assertThat(world.instance(DispatchType.DISPATCH, "p1").finished()).isTrue();
    }

    @Test
    void a_delivered_parcel_causes_no_reminder() {
        var world = World.of(ParcelService.of(List.of("anna")));
        register(world, "p1");
        world.deliver();
        handOverAndDeliver(world, "p1");

        world.pass(Dispatch.RETURN.multipliedBy(2));

        assertThat(world.state(Parcel.TYPE, "p1")).isEqualTo(new Parcel.Delivered());
        assertThat(messages(world, DeliveryReminder.class)).isEmpty();
    }

    @Test
    void after_a_crash_at_any_call_each_parcel_is_taken_once_and_released_once() {
        var crashes =
                World.crashAtEveryCall(
                        () -> ParcelService.of(List.of("anna")), ParcelStoriesTest::sixParcels);

        assertThat(crashes).isGreaterThan(200);
    }

    /// Five parcels are delivered on the second day. The sixth waits for room, is never handed
    /// over, and is returned.
    private static void sixParcels(World world) {
        var six = ELEVEN.subList(0, 6);
        six.forEach(parcel -> register(world, parcel));
        world.pass(Duration.ofDays(1));
        var taken = six.stream().filter(parcel -> isAssigned(world, parcel)).toList();
        taken.forEach(parcel -> handOverAndDeliver(world, parcel));
        world.pass(Dispatch.RETURN);

        assertThat(taken).hasSize(5);
        assertThat(world.events(Courier.TYPE, "anna"))
                .filteredOn(event -> !(event instanceof ParcelRefused))
                .hasSize(2 * six.size())
                .doesNotHaveDuplicates();
        assertThat(six)
                .extracting(parcel -> world.state(Parcel.TYPE, parcel))
                .containsOnlyOnce(new Parcel.Returned())
                .containsOnly(new Parcel.Delivered(), new Parcel.Returned());
        assertThat(six)
                .extracting(parcel -> world.instance(DispatchType.DISPATCH, parcel))
                .allMatch(Instance::finished)
                .allMatch(dispatch -> dispatch.owed().isEmpty());
        assertThat(messages(world, DeliveryReminder.class).map(DeliveryReminder::id).distinct())
                .hasSize(1);
        assertThat(messages(world, LabelRequested.class).map(LabelRequested::id).distinct())
                .hasSize(7);
    }

    private static boolean isAssigned(World world, String parcel) {
        return world.state(Parcel.TYPE, parcel) instanceof Parcel.Assigned;
    }

    private static void register(World world, String parcel) {
        world.send(Parcel.TYPE, parcel, new RegisterParcel("acme", "ada"));
    }

    private static void handOverAndDeliver(World world, String parcel) {
        world.send(Parcel.TYPE, parcel, new HandOverParcel());
        world.send(Parcel.TYPE, parcel, new DeliverParcel());
    }

    private static <M> Stream<M> messages(World world, Class<M> type) {
        return world.published().stream().filter(type::isInstance).map(type::cast);
    }
}
