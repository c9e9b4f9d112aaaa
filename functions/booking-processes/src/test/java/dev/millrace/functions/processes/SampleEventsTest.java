package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each sample event does to bookings and seats.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SampleEventsTest {
    private static final SampleEvents PAYMENTS = SampleEvents.of("PaymentProcess");
    private static final SampleEvents STREAM = SampleEvents.of("BookingProcess");
    private static final SampleEvents VIEW = SampleEvents.of("BookingView");
    private static final String BOOKING = "pfo0inre7beidg253fn3";
    private static final String CONCERT = "winterreise-2026";

    private static final Map<String, String> PAID =
            Map.of(
                    "paid", "ACCEPTED ",
                    "overpaid", "ACCEPTED ",
                    "paid-without-amount", "ACCEPTED ",
                    "underpaid", "REFUSED UNDERPAID",
                    "wrong-currency", "REFUSED WRONG_CURRENCY",
                    "unknown-booking", "",
                    "not-for-a-booking", "");

    /// The samples of a booking that holds its seats already; of two in a batch either may be
    /// first.
    private static final Set<String> HELD_BEFORE =
            Set.of("cancelled", "expired", "two-bookings-interleaved");

    /// The samples whose commits the service itself would not write in this test.
    private static final Set<String> JOURNALED = Set.of("cancelled", "expired", "delivered-twice");

    /// Per sample: the last event of the booking, the seats that are free, what failed, and what is
    /// parked.
    private static final Map<String, String> RESERVED =
            Map.of(
                    "placed", "BookingConfirmed [3, 4] []",
                    "delivered-twice", "BookingCancelled [1, 2, 3, 4] []",
                    "cancelled", "BookingCancelled [1, 2, 3, 4] []",
                    "expired", "BookingExpired [1, 2, 3, 4] []",
                    "two-bookings-interleaved", "BookingConfirmed [3, 4] []",
                    "malformed-item-between-others",
                            "BookingConfirmed [3, 4] [] Booking#ft38hlr5stblg6t15v36/1",
                    "unknown-event-type",
                            "BookingPlaced [1, 2, 3, 4] [] Booking#ft38hlr5stblg6t15v36/1",
                    "removed-by-hand", "BookingPlaced [1, 2, 3, 4] []");

    static Set<Map.Entry<String, String>> paid() {
        return PAID.entrySet();
    }

    static Set<Map.Entry<String, String>> reserved() {
        return RESERVED.entrySet();
    }

    @RegisterExtension private final Backstage stage = new Backstage();

    @BeforeEach
    void concert() {
        stage.onSale(CONCERT);
        stage.journaled(STREAM.items("placed"));
    }

    @Test
    void every_sample_is_fed() {
        assertThat(STREAM.names()).isEqualTo(RESERVED.keySet());
        assertThat(
                        PAYMENTS.names().stream()
                                .filter(name -> !name.startsWith("malformed"))
                                .collect(Collectors.toSet()))
                .isEqualTo(PAID.keySet());
        assertThat(PAYMENTS.names())
                .containsAll(Set.of("malformed-amount-not-text", "malformed-without-payment-id"))
                .hasSize(PAID.size() + 2);
    }

    @ParameterizedTest
    @MethodSource("paid")
    void a_payment_is_taken_rejected_or_ignored(Map.Entry<String, String> sample) {
        stage.journaled(VIEW.items("confirmed"));

        pay(sample.getKey());

        assertThat(
                        stage.lines().of("command").stream()
                                .map(line ->
                                        line.path("outcome").asText()
                                                + " "
                                                + line.path("reason").asText())
                                .collect(Collectors.joining()))
                .isEqualTo(sample.getValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed-amount-not-text", "malformed-without-payment-id"})
    void a_malformed_payment_is_thrown(String sample) {
        stage.journaled(VIEW.items("confirmed"));

        assertThatIllegalArgumentException().isThrownBy(() -> pay(sample));
        assertThat(stage.commits(BOOKING)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("reserved")
    void a_batch_holds_and_frees_seats(Map.Entry<String, String> sample) {
        if (HELD_BEFORE.contains(sample.getKey()))
            stage.deliver(STREAM.read("placed", DynamodbEvent.class));
        if (JOURNALED.contains(sample.getKey())) stage.journaled(STREAM.items(sample.getKey()));

        var failed = stage.deliver(STREAM.read(sample.getKey(), DynamodbEvent.class));

        var last = stage.commits(BOOKING).getLast().events().getLast();
        assertThat(
                        "%s %s %s %s"
                                .formatted(
                                        last.getClass().getSimpleName(),
                                        stage.freeSeats(CONCERT),
                                        failed,
                                        String.join(" ", stage.parked()))
                                .strip())
                .isEqualTo(sample.getValue());
    }

    private void pay(String sample) {
        stage.payment().receive(PAYMENTS.busEvent(sample));
    }
}
