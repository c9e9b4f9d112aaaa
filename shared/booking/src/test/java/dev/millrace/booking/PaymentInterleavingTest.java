package dev.millrace.booking;

import static dev.millrace.booking.Examples.CANCEL;
import static dev.millrace.booking.Examples.CONFIRM;
import static dev.millrace.booking.Examples.EXPIRE;
import static dev.millrace.booking.Examples.PLACE;
import static dev.millrace.booking.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.PaymentWorld.Arrival;
import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// One input runs up to one of its port calls. There another input runs completely, and then the
/// first goes on. The tests cover every pair of inputs at every port call, and every three inputs,
/// the third at the same call as the second or a later one.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentInterleavingTest {

    /// An input from the stream (its event happens first), the bus or the sweep.
    private enum Input {
        PLACED,
        CONFIRMED,
        CANCELLED,
        EXPIRED,
        PAYS,
        PAYS_AGAIN,
        ANOTHER_PAYS,
        TIMER;

        private List<Arrival> in(PaymentWorld world) {
            return switch (this) {
                case PLACED -> world.happens(PLACE);
                case CONFIRMED -> world.happens(CONFIRM);
                case CANCELLED -> world.happens(CANCEL);
                case EXPIRED -> world.happens(EXPIRE);
                case PAYS -> List.of(world.pays("one", eur("26.00")));
                case PAYS_AGAIN -> List.of(world.pays("one", eur("26.00"), "another bus id"));
                case ANOTHER_PAYS -> List.of(world.pays("two", eur("25.00")));
                case TIMER -> {
                    world.clock.advance(PaymentWorld.WAIT);
                    yield List.of(world.sweep());
                }
            };
        }
    }

    /// The inputs that are handled first, and the inputs that may then arrive at the same time.
    private record Scene(List<Input> before, List<Input> together) {}

    private static Map<String, Scene> scenes() {
        var scenes = new LinkedHashMap<String, Scene>();
        scenes.put(
                "the booking is unknown",
                new Scene(
                        List.of(),
                        List.of(
                                Input.PAYS,
                                Input.PAYS_AGAIN,
                                Input.ANOTHER_PAYS,
                                Input.PLACED,
                                Input.TIMER)));
        scenes.put(
                "a payment waits for the booking to appear",
                new Scene(
                        List.of(Input.PAYS),
                        List.of(Input.PAYS_AGAIN, Input.ANOTHER_PAYS, Input.PLACED, Input.TIMER)));
        scenes.put(
                "the booking is placed",
                new Scene(
                        List.of(Input.PLACED),
                        List.of(
                                Input.PAYS,
                                Input.PAYS_AGAIN,
                                Input.ANOTHER_PAYS,
                                Input.CONFIRMED,
                                Input.TIMER)));
        scenes.put(
                "the booking is placed and may be cancelled",
                new Scene(
                        List.of(Input.PLACED),
                        List.of(
                                Input.PAYS,
                                Input.PAYS_AGAIN,
                                Input.ANOTHER_PAYS,
                                Input.CANCELLED,
                                Input.TIMER)));
        scenes.put(
                "two payments are kept",
                new Scene(
                        List.of(Input.PLACED, Input.PAYS, Input.ANOTHER_PAYS),
                        List.of(Input.PAYS_AGAIN, Input.CONFIRMED, Input.TIMER)));
        scenes.put(
                "the booking is confirmed",
                new Scene(
                        List.of(Input.PLACED, Input.CONFIRMED),
                        List.of(Input.PAYS, Input.PAYS_AGAIN, Input.ANOTHER_PAYS, Input.TIMER)));
        return scenes;
    }

    /// A settled booking cannot be cancelled or expire. So these inputs run only while no payment
    /// is applied.
    private static final Map<String, Scene> ENDINGS =
            Map.of(
                    "it is cancelled",
                            new Scene(
                                    List.of(Input.PLACED, Input.CONFIRMED),
                                    List.of(Input.CANCELLED)),
                    "it expires",
                            new Scene(
                                    List.of(Input.PLACED, Input.CONFIRMED),
                                    List.of(Input.EXPIRED)));

    @Test
    void every_two_inputs_at_every_port_call() {
        var points = 0;
        for (var scene : scenes().entrySet()) {
            var inputs = scene.getValue().together();
            for (var first : inputs) {
                for (var second : inputs) {
                    if (first == second) continue;
                    for (var call = 1; ; call++) {
                        var telling = new Telling(scene.getValue().before());
                        telling.at(call, second);
                        telling.run(first);
                        if (!telling.disturbed(1)) break;
                        telling.ends(scene.getKey() + ", call " + call);
                        points++;
                    }
                }
            }
        }
        assertThat(points).isPositive();
    }

    @Test
    void every_three_inputs_at_every_two_port_calls() {
        var points = 0;
        for (var scene : scenes().entrySet()) {
            var inputs = scene.getValue().together();
            for (var first : inputs) {
                for (var second : inputs) {
                    for (var third : inputs) {
                        if (first == second || second == third || first == third) continue;
                        points +=
                                threeAt(
                                        scene.getKey(),
                                        scene.getValue().before(),
                                        first,
                                        second,
                                        third);
                    }
                }
            }
        }
        assertThat(points).isPositive();
    }

    @Test
    void a_booking_that_ends_while_a_payment_is_sent_to_it() {
        var points = 0;
        for (var scene : ENDINGS.entrySet()) {
            for (var ending : scene.getValue().together()) {
                for (var payment : List.of(Input.PAYS, Input.ANOTHER_PAYS)) {
                    for (var call = 1; ; call++) {
                        var telling = new Telling(scene.getValue().before());
                        telling.atIfItTakes(call, ending);
                        telling.run(payment);
                        if (!telling.disturbed(1)) break;
                        telling.ends(scene.getKey() + ", call " + call);
                        points++;
                    }
                }
            }
        }
        assertThat(points).isPositive();
    }

    private static int threeAt(
            String scene, List<Input> before, Input first, Input second, Input third) {
        var points = 0;
        for (var call = 1; ; call++) {
            for (var later = call; ; later++) {
                var telling = new Telling(before);
                telling.at(call, second);
                telling.at(later, third);
                telling.run(first);
                if (!telling.disturbed(1)) return points;
                if (!telling.disturbed(2)) break;
                telling.ends("%s, calls %s and %s".formatted(scene, call, later));
                points++;
            }
        }
    }

    private static final class Telling {
        private final PaymentWorld world = new PaymentWorld();
        private final List<Input> ran = new ArrayList<>();

        private Telling(List<Input> before) {
            for (var input : before) {
                for (var delivery : input.in(world)) delivery.to(world.function(new Faults()));
            }
        }

        private void at(int call, Input other) {
            world.faults.meanwhile(
                    call,
                    () -> {
                        ran.add(other);
                        for (var delivery : other.in(world)) {
                            delivery.to(world.function(new Faults()));
                        }
                    });
        }

        private void atIfItTakes(int call, Input ending) {
            world.faults.meanwhile(
                    call,
                    () -> {
                        ran.add(ending);
                        if (!world.end().applied().isEmpty()) return;
                        for (var delivery : ending.in(world)) {
                            delivery.to(world.function(new Faults()));
                        }
                    });
        }

        private void run(Input input) {
            for (var delivery : input.in(world)) delivery.to(world.function(world.faults));
        }

        private boolean disturbed(int times) {
            return ran.size() >= times;
        }

        /// The process must have handled every commit before time passes. A booking that is still
        /// open an hour later is cancelled.
        private void ends(String point) {
            world.comeToRest();
            assertThat(world.instance().parked()).as(point).isNull();
            world.missedNoCommit();
            world.clock.advance(Duration.ofHours(1));
            world.comeToRest();
            if (world.isOpen())
                for (var arrival : world.happens(CANCEL)) arrival.to(world.function(new Faults()));
            world.comeToRest();
            world.keptTheLaw();
        }
    }
}
