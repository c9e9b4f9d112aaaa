package dev.millrace.booking;

import static dev.millrace.booking.Examples.CANCEL;
import static dev.millrace.booking.Examples.CONFIRM;
import static dev.millrace.booking.Examples.PLACE;
import static dev.millrace.booking.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.PaymentCrashTest.Story;
import dev.millrace.booking.PaymentCrashTest.Telling;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A restore loses the booking's last commits, and the payment process is rewound.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentRewindTest {
    static Stream<Named<Story>> stories() {
        return PaymentCrashTest.stories();
    }

    /// For every number of lost commits. The booking is then confirmed or not.
    @ParameterizedTest
    @MethodSource("stories")
    void each_payment_ends_once(Story story) {
        var commits = new Telling(true).of(story).world.commits();
        for (var last = 0L; last < commits; last++) {
            for (var confirms : new boolean[] {true, false}) {
                var world = new Telling(true).of(story).world;

                restore(world, last);
                goOn(world, confirms);

                assertThat(world.ends().values())
                        .as("the first %s commits of %s, %s", last, commits, world.end())
                        .containsOnly(1);
                world.missedNoCommit();
            }
        }
    }

    private static void goOn(PaymentWorld world, boolean confirms) {
        if (confirms && world.commits() == 1 && world.isOpen()) {
            world.happens(CONFIRM).forEach(one -> one.to(world.function(world.faults)));
        }
        world.comeToRest();
        if (world.isOpen()) {
            world.happens(CANCEL).forEach(one -> one.to(world.function(world.faults)));
        }
        world.clock.advance(Duration.ofHours(1));
        world.comeToRest();
    }

    @Test
    void a_payment_that_was_applied_settles_the_booking_again() {
        var world = settled();

        restore(world, 2);

        assertThat(world.end().applied()).containsExactly("p");
        assertThat(world.end().whole()).isEmpty();
        assertThat(world.commits()).isEqualTo(3);
    }

    /// The booking accepted the payment, and the process has not received that commit.
    @Test
    void a_payment_whose_commit_is_lost_before_it_was_handled_settles_the_booking_again() {
        var world = new PaymentWorld();
        var function = world.function(world.faults);
        world.pays("p", eur("25.00")).to(function);
        world.happens(PLACE).forEach(one -> one.to(function));
        world.happens(CONFIRM).forEach(one -> one.to(function));
        assertThat(world.end().applied()).containsExactly("p");

        restore(world, 2);

        assertThat(world.end().applied()).containsExactly("p");
        assertThat(world.commits()).isEqualTo(3);
        world.missedNoCommit();
    }

    @Test
    void a_payment_for_a_booking_that_is_lost_waits_and_is_refunded() {
        var world = settled();

        restore(world, 0);
        assertThat(world.end().whole()).isEmpty();
        world.clock.advance(PaymentWorld.WAIT);
        world.comeToRest();

        assertThat(world.end().whole()).containsOnlyKeys("p");
    }

    @Test
    void a_payment_that_was_refunded_does_not_settle_the_booking_that_is_open_again() {
        var telling = new Telling(true);
        telling.happens(PLACE);
        telling.happens(CONFIRM);
        telling.happens(CANCEL);
        telling.comes(telling.world.pays("q", eur("25.00")));
        telling.comes(telling.world.pays("p", eur("25.00")));
        var world = telling.world;

        restore(world, 2);

        assertThat(world.isOpen()).isTrue();
        assertThat(world.end().applied()).isEmpty();
        telling.comes(world.pays("new", eur("25.00")));
        assertThat(world.end().applied()).containsExactly("new");
    }

    /// A rewound instance is due after a minute.
    private static void restore(PaymentWorld world, long last) {
        world.restore(last);
        world.clock.advance(Duration.ofMinutes(1));
        world.comeToRest();
    }

    private static PaymentWorld settled() {
        var telling = new Telling(true);
        telling.happens(PLACE);
        telling.happens(CONFIRM);
        telling.comes(telling.world.pays("p", eur("25.00")));
        return telling.world;
    }
}
