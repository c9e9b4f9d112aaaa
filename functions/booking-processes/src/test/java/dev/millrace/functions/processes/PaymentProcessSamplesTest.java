package dev.millrace.functions.processes;

import static java.util.stream.Collectors.joining;

import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.SampleEventsContract;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/// The number of the booking's commits after each sample, and the answer to the command that the
/// process sent.
class PaymentProcessSamplesTest extends SampleEventsContract {
    static List<Arguments> expected() {
        return table(
                """
                paid                          3 ACCEPTED
                overpaid                      3 ACCEPTED
                paid-without-amount           3 ACCEPTED
                underpaid                     2 REFUSED UNDERPAID
                wrong-currency                2 REFUSED WRONG_CURRENCY
                unknown-booking               2
                not-for-a-booking             2
                malformed-amount-not-text     2 IllegalArgumentException
                malformed-without-payment-id  2 IllegalArgumentException
                """);
    }

    @RegisterExtension private final Backstage stage = new Backstage();

    PaymentProcessSamplesTest() {
        super("PaymentProcess");
    }

    @BeforeEach
    void confirmed_booking() {
        stage.onSale("winterreise-2026");
        stage.journaled(SampleEvents.of("BookingProcess").items("placed"));
        stage.journaled(SampleEvents.of("BookingView").items("confirmed"));
    }

    @Override
    protected String result(String sample) {
        var answer = answer(sample);
        return stage.commits("pfo0inre7beidg253fn3").size() + " " + answer;
    }

    private String answer(String sample) {
        try {
            stage.payment().receive(samples.busEvent(sample));
        } catch (IllegalArgumentException malformed) {
            return malformed.getClass().getSimpleName();
        }
        return stage.lines().of("command").stream()
                .map(line -> line.path("outcome").asText() + " " + line.path("reason").asText())
                .collect(joining(" "));
    }
}
