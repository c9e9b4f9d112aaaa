package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The costs of the payments for one booking, in capacity units.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentCostTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void the_hundredth_payment_of_a_booking_costs_at_most_three_times_the_first() {
        var booking = stage.confirmed();
        var first = units(booking, "payment-of-27-characters-00");
        stage.deliver(booking, 3);
        for (var n = 1; n < 99; n++) units(booking, "payment-of-27-characters-" + n);

        assertThat(units(booking, "payment-of-27-characters-99")).isLessThanOrEqualTo(3 * first);
        assertThat(stage.published())
                .filteredOn(entry -> entry.detailType().equals("RefundRequested"))
                .hasSize(99);
    }

    @Test
    void each_of_a_hundred_waiting_payments_costs_at_most_three_times_the_first() {
        var booking = stage.history().placed("ada", "1", 1);
        var first = units(booking, "payment-of-27-characters-00");
        var most = first;
        for (var n = 1; n < 100; n++) {
            most = Math.max(most, units(booking, "payment-of-27-characters-" + n));
        }

        assertThat(most).isLessThanOrEqualTo(3 * first);
    }

    private double units(String booking, String payment) {
        stage.meter().reset();
        stage.pay(booking, payment, "49.90");
        return stage.meter().units();
    }
}
