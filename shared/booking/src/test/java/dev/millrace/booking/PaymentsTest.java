package dev.millrace.booking;

import static dev.millrace.booking.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.eventsourcing.Step.Send;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentsTest {
    private final Payments payments = new Payments();

    @Test
    void a_payment_is_brought_to_its_booking() {
        var received = new PaymentReceived("bob", "payment", "b", eur("25.00"));

        assertThat(payments.on("b", received))
                .containsExactly(
                        new Send<>("b", new ReceivePayment("payment", "bob", eur("25.00"))));
    }

    @Test
    void what_the_provider_does_not_tell_is_not_made_up() {
        var received = new PaymentReceived("bob", "payment", "b", null);

        assertThat(payments.on("b", received))
                .containsExactly(new Send<>("b", new ReceivePayment("payment", "bob", null)));
    }

    @Test
    void a_refused_payment_changes_nothing() {
        var send = new Send<BookingCommand>("b", Examples.PAY);

        for (var reason : BookingRejection.values())
            assertThat(payments.refused(send, reason)).isEmpty();
    }

    @Test
    void its_name_is_part_of_every_id_it_ever_gave() {
        assertThat(payments.name()).isEqualTo("payment");
    }
}
