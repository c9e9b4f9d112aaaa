package dev.millrace.functions.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.Money;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Payments from the bus. For a payment that it cannot handle the function throws, so that Lambda
/// tries it again and then moves it to the failure queue.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentProcessTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    private String booking = "";

    @BeforeEach
    void a_confirmed_booking_of_49_90() {
        booking = stage.history().placed("ada", "1", 1);
        stage.history().confirmed(booking, null, "49.90");
    }

    @Test
    void a_payment_settles_its_booking() {
        pay(Map.of("amount", "60.00", "currency", "EUR"));

        var commit = stage.commits(booking).getLast();
        assertThat(commit.events())
                .containsExactly(
                        new BookingPaid(
                                "payment-7",
                                "bob",
                                new Money(new BigDecimal("60.00"), "EUR"),
                                new Money(new BigDecimal("10.10"), "EUR")),
                        new BookingSettled());
        assertThat(commit.by()).isEqualTo("payment ReceivePayment");
        assertThat(commit.correlationId()).isEqualTo("event-1");
        assertThat(commit.causationId()).isEqualTo("PaymentReceived/payment-7");
    }

    @Test
    void a_payment_without_an_amount_settles_its_booking() {
        pay(Map.of());

        assertThat(stage.commits(booking).getLast().events())
                .containsExactly(
                        new BookingPaid("payment-7", "bob", null, null), new BookingSettled());
    }

    @Test
    void unknown_fields_are_ignored() {
        pay(Map.of("card", "visa", "fees", List.of(1, 2)));

        assertThat(stage.commits(booking)).hasSize(3);
    }

    @Test
    void a_redelivered_payment_changes_nothing() {
        pay(Map.of());
        pay(Map.of());
        pay(Map.of("amount", "49.90", "currency", "EUR"));

        assertThat(stage.commits(booking)).hasSize(3);
    }

    @Test
    void a_payment_id_that_is_reported_for_two_bookings_is_an_error_in_the_log() {
        var other = stage.history().placed("eve", "1", 2);
        var payment = stage.payment();
        for (var paid : List.of(booking, booking, other)) {
            var detail =
                    Map.<String, Object>of("clientId", "bob", "paymentId", "p", "bookingId", paid);
            payment.receive(event(detail));
        }

        assertThat(
                        stage.lines()
                                .of(
                                        "one message id was received for two instances; both handle it"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("level").asText()).isEqualTo("ERROR");
                    assertThat(line.path("entity").asText()).isEqualTo("Booking#" + other);
                    assertThat(line.path("other").asText()).isEqualTo("Booking#" + booking);
                });
    }

    @Test
    void a_payment_that_is_not_for_a_booking_is_ignored() {
        stage.meter().reset();

        handle(Map.of("clientId", "bob", "paymentId", "payment-7"));

        assertThat(stage.meter().calls()).isEmpty();
        assertThat(stage.lines().of("an input that concerns no instance"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("input").asText()).isEqualTo("PaymentReceived/payment-7");
                    assertThat(line.path("correlation_id").asText()).isEqualTo("event-1");
                    assertThat(line.path("process").asText()).isEqualTo("payment");
                });
    }

    @Test
    void a_payment_that_is_rejected_is_logged_with_its_reason_and_refunded() {
        handle(paid("too-little", "49.89", "EUR"));
        handle(paid("dollars", "49.90", "USD"));
        handle(paid("enough", "49.90", "EUR"));
        handle(paid("too-late", "49.90", "EUR"));

        assertThat(stage.lines().of("command"))
                .extracting(
                        line -> line.path("outcome").asText() + " " + line.path("reason").asText())
                .containsExactly(
                        "REFUSED UNDERPAID",
                        "REFUSED WRONG_CURRENCY",
                        "ACCEPTED ",
                        "REFUSED ALREADY_SETTLED");
        assertThat(stage.lines().of("command"))
                .allMatch(line -> line.path("correlation_id").asText().equals("event-1"))
                .allMatch(line -> line.path("process").asText().equals("payment"));
        assertThat(refunds())
                .containsExactly(
                        "too-little UNDERPAID",
                        "dollars WRONG_CURRENCY",
                        "too-late ALREADY_SETTLED");
    }

    @Test
    void a_payment_for_an_unknown_booking_waits() {
        handle(Map.of("clientId", "bob", "paymentId", "p", "bookingId", Ids.of("unknown")));

        assertThat(stage.lines().of("command")).isEmpty();
        assertThat(refunds()).isEmpty();
    }

    @Test
    void a_payment_is_recognized_by_its_id_even_with_another_amount() {
        pay(Map.of("amount", "1.00", "currency", "EUR"));
        pay(Map.of("amount", "49.90", "currency", "EUR"));

        assertThat(stage.commits(booking)).hasSize(2);
        assertThat(refunds()).containsExactly("payment-7 UNDERPAID");
    }

    private Map<String, Object> paid(String paymentId, String amount, String currency) {
        var detail = detail(Map.of("amount", amount, "currency", currency));
        detail.put("paymentId", paymentId);
        return detail;
    }

    private List<String> refunds() {
        return stage.published().stream()
                .peek(entry -> assertThat(entry.detailType()).isEqualTo("RefundRequested"))
                .map(entry -> Json.read(entry.detail(), JsonNode.class))
                .map(refund ->
                        refund.path("paymentId").asText() + " " + refund.path("reason").asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "clientId, ",
        "paymentId, ",
        "clientId, ''",
        "bookingId, ''",
        "amount, 49.9.0",
        "amount, -1",
        "amount, 1e3",
        "amount, 1.23456",
        "amount, ''",
        "amount, ",
        "amount, free",
        "amount, 49.901",
        "amount, 0.0001",
        "currency, eur",
        "currency, ABC",
        "currency, XAU",
        "currency, EURO",
        "currency, "
    })
    void a_malformed_payment_throws_and_names_the_field(String field, @Nullable String value) {
        var detail = detail(Map.of("amount", "49.90", "currency", "EUR"));
        if (value == null) detail.remove(field);
        else detail.put(field, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> handle(detail))
                .withMessageStartingWith("PaymentReceived: " + field);
        assertThat(stage.commits(booking)).hasSize(2);
    }

    @Test
    void a_payment_with_fields_that_are_no_text_throws() {
        for (var field : List.of("clientId", "paymentId", "bookingId", "amount", "currency")) {
            var detail = detail(Map.of("amount", "49.90", "currency", "EUR"));
            detail.put(field, 49.9);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> handle(detail))
                    .withMessageContaining(field);
            detail.put(field, "x".repeat(101));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> handle(detail))
                    .withMessageContaining(field);
        }
    }

    @Test
    void an_event_without_detail_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hand("{\"id\": \"1\", \"detail-type\": \"PaymentReceived\"}"))
                .withMessage("an event of the bus has no object \"detail\"");
    }

    @Test
    void a_first_payment_costs_the_calls_for_its_instance_and_its_command() {
        var process = stage.payment();
        stage.meter().reset();

        process.receive(event(detail(Map.of())));

        assertThat(stage.meter().calls())
                .containsExactly(
                        "getItem", // the instance: there is none
                        "query", // the booking's journal
                        "putItem", // the instance, owing the command
                        "query", // new commits of the journal
                        "putItem", // the command
                        "putItem"); // the instance, owing nothing
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOKING_EVENTS_TABLE",
                "PROCESSES_TABLE",
                "UNKNOWN_BOOKING_WAIT",
                "BUS",
                "BUS_SOURCE"
            })
    void a_function_that_lacks_a_variable_does_not_start(String variable) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new PaymentProcess(stage.without(variable)))
                .withMessageContaining(variable + " is not set: set it in template.yaml");
    }

    @Test
    void it_needs_no_seats() {
        var process = new PaymentProcess(stage.without("SEATS_TABLE", "RESERVATION_HOLD"));

        process.receive(event(detail(Map.of())));

        assertThat(stage.commits(booking)).hasSize(3);
    }

    /// Hands the function an event as Lambda does.
    private void hand(String event) throws IOException {
        stage.payment()
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(UTF_8)),
                        OutputStream.nullOutputStream(),
                        TestContext.inTime());
    }

    private void pay(Map<String, Object> more) {
        handle(detail(more));
    }

    private Map<String, Object> detail(Map<String, Object> more) {
        var detail = new HashMap<String, Object>(more);
        detail.putAll(Map.of("clientId", "bob", "paymentId", "payment-7", "bookingId", booking));
        return detail;
    }

    private void handle(Map<String, Object> detail) {
        stage.pay("event-1", detail);
    }

    private static BusEvent event(Map<String, Object> detail) {
        return new BusEvent("event-1", "PaymentReceived", null, detail);
    }
}
