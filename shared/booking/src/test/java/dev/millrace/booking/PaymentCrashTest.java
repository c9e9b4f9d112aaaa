package dev.millrace.booking;

import static dev.millrace.booking.Examples.CANCEL;
import static dev.millrace.booking.Examples.CONFIRM;
import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.EXPIRE;
import static dev.millrace.booking.Examples.FREE;
import static dev.millrace.booking.Examples.PLACE;
import static dev.millrace.booking.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingCommand.ConfirmBooking;
import dev.millrace.booking.PaymentWorld.Arrival;
import dev.millrace.eventsourcing.testkit.Faults;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The function crashes before and after every port call of every story, one crash per run.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentCrashTest {
    private static final Money DOLLARS = new Money(new BigDecimal("25.00"), "USD");

    /// A sequence of inputs, each handled by a cold function.
    @FunctionalInterface
    interface Story {
        void tell(Telling story);
    }

    static Stream<Named<Story>> stories() {
        return Stream.of(
                Named.of("paid early and twice", PaymentCrashTest::paidEarlyAndTwice),
                Named.of("unknown booking", PaymentCrashTest::nobodyKnowsTheBooking),
                Named.of("not enough, then cancelled", PaymentCrashTest::notEnoughThenCancelled),
                Named.of("kept until it is cancelled", PaymentCrashTest::keptUntilItIsCancelled),
                Named.of("free tickets", PaymentCrashTest::freeTickets),
                Named.of("expired", PaymentCrashTest::expired));
    }

    private static void paidEarlyAndTwice(Telling story) {
        story.comes(story.world.pays("early", eur("30.00")));
        story.happens(PLACE);
        story.comes(story.world.pays("second", eur("25.00")));
        story.happens(CONFIRM);
        story.comes(story.world.pays("early", eur("30.00"), "another bus id"));
        story.comes(story.world.pays("late", eur("25.00")));
    }

    private static void nobodyKnowsTheBooking(Telling story) {
        story.comes(story.world.pays("lost", eur("25.00")));
        story.passes(PaymentWorld.WAIT);
        story.comes(story.world.pays("lost", eur("25.00"), "another bus id"));
    }

    private static void notEnoughThenCancelled(Telling story) {
        story.happens(PLACE);
        story.happens(CONFIRM);
        story.comes(story.world.pays("little", eur("5.00")));
        story.comes(story.world.pays("dollars", DOLLARS));
        story.happens(CANCEL);
        story.comes(story.world.pays("late", eur("25.00")));
    }

    private static void keptUntilItIsCancelled(Telling story) {
        story.happens(PLACE);
        story.comes(story.world.pays("one", eur("25.00")));
        story.comes(story.world.pays("two", eur("25.00")));
        story.happens(CANCEL);
    }

    private static void freeTickets(Telling story) {
        story.comes(story.world.pays("early", eur("25.00")));
        story.happens(PLACE);
        story.happens(new ConfirmBooking(FREE, DEADLINE));
    }

    private static void expired(Telling story) {
        story.happens(PLACE);
        story.happens(CONFIRM);
        story.comes(story.world.pays("little", eur("24.99")));
        story.happens(EXPIRE);
        story.comes(story.world.pays("late", eur("25.00")));
    }

    /// One run of a story.
    static final class Telling {
        final PaymentWorld world = new PaymentWorld();
        private final boolean redelivers;
        private int crashes;

        Telling(boolean redelivers) {
            this.redelivers = redelivers;
        }

        Telling of(Story story) {
            story.tell(this);
            world.clock.advance(Duration.ofHours(1));
            comes(world.sweep());
            for (var arrival : world.arrivals()) comes(arrival);
            comes(world.sweep());
            return this;
        }

        void happens(BookingCommand command) {
            for (var arrival : world.happens(command)) comes(arrival);
        }

        void passes(Duration time) {
            world.clock.advance(time);
            comes(world.sweep());
        }

        /// If nothing was written before a crash, the queue still has the input and delivers it
        /// again.
        void comes(Arrival delivery) {
            var before = world.instance();
            try {
                delivery.to(world.function(world.faults));
            } catch (Faults.Crash crash) {
                crashes++;
                if (redelivers || world.instance().equals(before))
                    delivery.to(world.function(world.faults));
                world.clock.advance(Duration.ofMinutes(1));
                comes(world.sweep());
            }
            world.operate();
            for (var arrival : world.arrivals()) comes(arrival);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void after_a_crash_at_any_call_each_payment_ends_once(Story story) {
        var undisturbed = new Telling(true).of(story);
        undisturbed.world.keptTheLaw();
        var calls = undisturbed.world.faults.calls();
        assertThat(undisturbed.crashes).isZero();

        var points = new ArrayList<String>();
        for (var call = 1; call <= calls.size(); call++) {
            for (var redelivers : List.of(true, false)) {
                for (var taken : List.of(true, false)) {
                    var telling = new Telling(redelivers);
                    if (taken) telling.world.faults.crashAfter(call);
                    else telling.world.faults.crashBefore(call);
                    var point =
                            "%s %s, %s"
                                    .formatted(
                                            taken ? "after" : "before",
                                            calls.get(call - 1),
                                            redelivers ? "redelivered" : "swept");
                    points.add(point);

                    telling.of(story);

                    assertThat(telling.crashes).as(point).isEqualTo(1);
                    assertThat(telling.world.end()).as(point).isEqualTo(undisturbed.world.end());
                    telling.world.keptTheLaw();
                    telling.world.missedNoCommit();
                }
            }
        }
        assertThat(points).hasSize(4 * calls.size());
    }
}
