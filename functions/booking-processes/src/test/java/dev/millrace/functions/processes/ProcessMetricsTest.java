package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The metrics of the processes.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessMetricsTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void the_lag_is_from_the_commit_until_every_process_has_handled_it() {
        var id = stage.history().placed("ada", "1", 1);
        stage.history().clock().advance(Duration.ofSeconds(90));

        stage.deliver(id, 1);

        assertThat(measured("ProcessLag")).containsExactly("ProcessLag {} 90000");
        assertThat(measured("CommandsAccepted"))
                .containsExactly("CommandsAccepted {command=ConfirmBooking} 1");
        assertThat(measured("Conflicts")).isEmpty();
        assertThat(measured("Retries")).isEmpty();
    }

    @Test
    void a_client_who_cancels_while_the_seats_are_held_is_one_conflict() {
        var id = stage.history().placed("ada", "1", 1);
        stage.history().cancelled(id, "ada", null);

        stage.deliver(id, 1);

        assertThat(measured("Conflicts")).containsExactly("Conflicts {} 1");
        assertThat(measured("CommandsRefused"))
                .containsExactly(
                        "CommandsRefused {command=ConfirmBooking, reason=ALREADY_CANCELLED} 1");
    }

    @Test
    void an_unreadable_commit_is_parked_once_and_has_no_lag() {
        var id = stage.history().placed("ada", "1", 1);
        var broken = new HashMap<>(stage.record(id, 1));
        broken.put("events", AttributeValue.fromS("[{"));
        stage.journaled(List.of(broken));

        stage.deliver(id, 1);

        assertThat(measured("Parked")).containsExactly("Parked {} 1");
        assertThat(measured("ProcessLag")).isEmpty();
    }

    @Test
    void a_payment_that_cannot_be_used_is_one_refund() {
        var id = stage.history().placed("ada", "1", 1);
        stage.history().confirmed(id, null, "49.90");

        pay(id, "49.89");

        assertThat(measured("Refunds")).containsExactly("Refunds {} 1");
        assertThat(measured("CommandsRefused"))
                .containsExactly("CommandsRefused {command=ReceivePayment, reason=UNDERPAID} 1");
        assertThat(measured("UnexpectedRefusals")).isEmpty();
        assertThat(stage.lines().of("step"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("process").asText()).isEqualTo("payment");
                    assertThat(line.path("entity").asText()).isEqualTo("Booking#" + id);
                    assertThat(line.path("correlation_id").asText()).isEqualTo("event-1");
                    assertThat(line.path("causation_id").asText())
                            .isEqualTo("PaymentReceived/of 49.89");
                });
    }

    /// The journal was emptied by hand: the process knows the booking, and the journal does not
    /// have it.
    @Test
    void the_rejection_of_a_payment_for_a_deleted_booking_is_unexpected() {
        var id = stage.history().placed("ada", "1", 1);
        stage.history().confirmed(id, null, "49.90");
        pay(id, "49.89");
        for (var seq = 1; seq <= 2; seq++) {
            var key =
                    Map.of(
                            "pk", AttributeValue.fromS("Booking#" + id),
                            "seq", AttributeValue.fromN("" + seq));
            stage.client().deleteItem(delete -> delete.tableName("Events").key(key));
        }

        pay(id, "49.90");

        assertThat(measured("UnexpectedRefusals")).containsExactly("UnexpectedRefusals {} 1");
    }

    @Test
    void a_sweep_measures_how_long_the_most_overdue_instance_was_due() {
        sweep();
        pay(Ids.of("nobody"), "49.90");
        stage.history().clock().advance(Duration.ofMinutes(2));
        pay(Ids.of("another"), "49.90");
        stage.history().clock().advance(Duration.ofMinutes(9));

        sweep();

        assertThat(measured("Overdue")).containsExactly("Overdue {} 0", "Overdue {} 60000");
        assertThat(measured("SteppedOver")).isEmpty();
    }

    @Test
    void an_instance_that_is_stepped_over_is_counted_and_stays_overdue() {
        stage.client()
                .putItem(put ->
                        put.tableName("Processes")
                                .item(
                                        Map.of(
                                                "pk", AttributeValue.fromS("renamed#k"),
                                                "process", AttributeValue.fromS("renamed"),
                                                "key", AttributeValue.fromS("k"),
                                                "dueShard", AttributeValue.fromS("0"),
                                                "dueAt",
                                                        AttributeValue.fromS(
                                                                stage.history()
                                                                        .clock()
                                                                        .instant()
                                                                        .toString()))));
        stage.history().clock().advance(Duration.ofHours(1));
        sweep();
        stage.history().clock().advance(Duration.ofHours(1));
        sweep();

        assertThat(measured("SteppedOver")).containsExactly("SteppedOver {} 1", "SteppedOver {} 1");
        assertThat(measured("Overdue")).containsExactly("Overdue {} 3600000", "Overdue {} 7200000");
    }

    @Test
    void a_shard_that_cannot_be_read_is_stepped_over_too() {
        stage.breakdowns().throttle("Processes", true);

        sweep();

        assertThat(measured("SteppedOver")).hasSize(8).containsOnly("SteppedOver {} 1");
    }

    private List<String> measured(String name) {
        return stage.lines().measured(name);
    }

    private void sweep() {
        stage.timers().run(TestContext.inTime());
    }

    private void pay(String bookingId, String amount) {
        stage.pay(
                "event-1",
                Map.of(
                        "clientId",
                        "bob",
                        "paymentId",
                        "of " + amount,
                        "bookingId",
                        bookingId,
                        "amount",
                        amount,
                        "currency",
                        "EUR"));
    }
}
