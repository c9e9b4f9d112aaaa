package dev.millrace.booking;

import static dev.millrace.booking.Examples.CONFIRM;
import static dev.millrace.booking.Examples.PLACE;
import static dev.millrace.booking.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.PaymentCrashTest.Story;
import dev.millrace.booking.PaymentInput.Received;
import dev.millrace.booking.PaymentInput.WaitedLongEnough;
import dev.millrace.booking.PublicEvent.RefundRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs every story once for each of its inputs and effects. In that run an operator skips it.
///
/// An operator who skips a payment itself, or its refund, settles that payment by hand. After any
/// other skip each payment ends once, applied or refunded.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentSkipTest {
    static Stream<Named<Story>> stories() {
        return PaymentCrashTest.stories();
    }

    /// Fails at the n-th input or effect of a story until the operator skips it.
    private static final class Defect implements PaymentWorld.Defects {
        private final int broken;
        private final List<Object> met = new ArrayList<>();
        private boolean isMended;

        Defect(int broken) {
            this.broken = broken;
        }

        @Override
        public void meet(Object inputOrEffect) {
            if (!met.contains(inputOrEffect)) met.add(inputOrEffect);
            if (!isMended && inputOrEffect.equals(what()))
                throw new IllegalStateException("fails at " + inputOrEffect);
        }

        @Nullable Object what() {
            return met.size() < broken ? null : met.get(broken - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void after_any_skip_each_payment_ends_once(Story story) {
        var skips = 0;
        for (var n = 1; ; n++) {
            var defect = new Defect(n);
            var telling = new PaymentCrashTest.Telling(true);
            telling.world.defects = defect;
            telling.world.whenParked =
                    what -> {
                        telling.world.skip(what);
                        defect.isMended = true;
                    };

            telling.of(story);

            if (defect.what() == null) break;
            assertThat(defect.isMended).as("skipped %s", defect.what()).isTrue();
            telling.world.keptTheLaw(settledByHand(defect.what()));
            skips++;
        }
        assertThat(skips).isGreaterThan(3);
    }

    /// The payment that the operator settles by hand; null unless the operator skipped a payment or
    /// its refund.
    private static @Nullable String settledByHand(@Nullable Object skipped) {
        return switch (skipped) {
            case Received(_, var payment, _) -> payment.paymentId();
            case RefundRequested refund -> refund.paymentId();
            case null, default -> null;
        };
    }

    @Test
    void a_payment_that_was_applied_though_its_timer_still_runs_is_not_refunded() {
        var defect = new Defect(2);
        var telling = new PaymentCrashTest.Telling(true);
        telling.world.defects = defect;
        telling.world.whenParked =
                what -> {
                    assertThat(what).isEqualTo("Booking#b/1");
                    telling.world.skip(what);
                    defect.isMended = true;
                };

        telling.of(story -> {
            story.comes(story.world.pays("early", eur("25.00")));
            story.happens(PLACE);
            story.happens(CONFIRM);
            story.passes(PaymentWorld.WAIT);
        });

        assertThat(defect.isMended).isTrue();
        telling.world.keptTheLaw();
        assertThat(telling.world.end().applied()).containsExactly("early");
        assertThat(defect.met).contains(new WaitedLongEnough("early"));
    }
}
