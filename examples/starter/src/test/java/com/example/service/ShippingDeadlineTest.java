package com.example.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.service.Order.Command.CancelOrder;
import com.example.service.Order.Command.PlaceOrder;
import com.example.service.Order.Command.ShipOrder;
import com.example.service.ShippingDeadline.Input.Ended;
import com.example.service.ShippingDeadline.Input.Placed;
import com.example.service.ShippingDeadline.ShipmentReminder;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.ProcessScenario;
import dev.millrace.eventsourcing.testkit.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShippingDeadlineTest {
    private static final Duration TIME = Duration.ofDays(2);
    private static final ShipmentReminder REMINDER =
            new ShipmentReminder(Ids.of("reminder", "o1"), "o1");

    @Test
    void anOrderThatIsNotShippedIsRemindedOfAndCancelled() {
        ProcessScenario.of(new ShippingDeadline(TIME), Commits.BEGINNING)
                .given(new Placed("o1"))
                .after(TIME)
                .then(new Publish(REMINDER))
                .after(TIME)
                .then(new Send<>(Order.TYPE, "o1", new CancelOrder()))
                .when(new Ended())
                .then(new Finish());
    }

    @Test
    void anOrderThatIsShippedCausesNoReminder() {
        var shipped =
                ProcessScenario.of(new ShippingDeadline(TIME), Commits.BEGINNING)
                        .given(new Placed("o1"), new Ended());
        assertThat(shipped.isFinished()).isTrue();
        shipped.after(Duration.ofDays(10)).thenNothing();
    }

    /// The whole service, with its commands, events and timers.
    @Test
    void theServiceCancelsAnOrderThatIsNotShipped() {
        var world = World.of(OrderService.of(TIME));
        world.send(Order.TYPE, "o1", new PlaceOrder("ada", "a lamp"));
        world.send(Order.TYPE, "o2", new PlaceOrder("ben", "a chair"));
        world.send(Order.TYPE, "o2", new ShipOrder());

        world.pass(TIME);
        assertThat(world.published()).contains(REMINDER).hasSize(2); // and o2 is announced
        world.pass(TIME);

        assertThat(world.state(Order.TYPE, "o1")).isEqualTo(new Order.Cancelled());
        assertThat(world.state(Order.TYPE, "o2")).isEqualTo(new Order.Shipped());
        assertThat(world.row(OrderRow.VIEW, "o1"))
                .returns(OrderRow.Status.CANCELLED, OrderRow::status);
    }

    /// A function crashes before or after one of its calls.
    @Test
    void afterACrashAtAnyCallTheOrderIsCancelled() {
        var crashes =
                World.crashAtEveryCall(
                        () -> OrderService.of(TIME),
                        world -> {
                            world.send(Order.TYPE, "o1", new PlaceOrder("ada", "a lamp"));
                            world.pass(TIME.multipliedBy(3));
                            assertThat(world.state(Order.TYPE, "o1"))
                                    .isEqualTo(new Order.Cancelled());
                            assertThat(world.published()).contains(REMINDER);
                            assertThat(world.instance(ShippingDeadline.TYPE, "o1").finished())
                                    .isTrue();
                        });
        assertThat(crashes).isGreaterThan(20);
    }
}
