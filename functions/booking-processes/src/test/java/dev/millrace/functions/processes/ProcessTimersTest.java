package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/// Work that becomes due as time passes.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessTimersTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void without_any_input_nothing_is_due() {
        assertThat(sweep()).isEqualTo(Map.of("swept", 0, "failed", 0, "complete", true));
    }

    @Test
    void a_payment_for_an_unknown_booking_is_refunded_after_its_wait() {
        pay(Ids.of("nobody"));
        assertThat(sweep()).containsEntry("swept", 0);

        stage.history().clock().advance(Duration.ofMinutes(11));

        assertThat(sweep()).containsEntry("swept", 1);
        assertThat(published()).containsExactly("RefundRequested");
        assertThat(sweep()).containsEntry("swept", 0);
    }

    @Test
    void an_unreadable_instance_is_stepped_over_and_the_others_are_handled() {
        for (var name : List.of("one", "two", "three")) pay(Ids.of(name));
        stage.breakdowns().spoilInstance("payment#" + Ids.of("two"), "key");
        stage.history().clock().advance(Duration.ofMinutes(11));

        assertThat(sweep()).containsEntry("swept", 2).containsEntry("failed", 1);

        assertThat(published()).containsExactly("RefundRequested", "RefundRequested");
        assertThat(stage.lines().measured("SteppedOver")).hasSize(1);
    }

    @Test
    void an_early_payment_is_not_refunded_even_if_no_stream_record_arrived() {
        var booking = stage.history().placed("ada", "1", 1);
        var other = Ids.of("later");
        pay(other);
        pay(booking);
        stage.history().confirmed(booking, null, "49.90");

        stage.history().clock().advance(Duration.ofMinutes(11));
        sweep();

        assertThat(published()).containsExactly("RefundRequested");
        assertThat(stage.published().getFirst().detail()).contains(other);
    }

    @Test
    void a_confirmed_booking_causes_one_reminder_at_half_of_its_time() {
        var booking = stage.history().placed("ada", "1", 1);
        stage.deliver(booking, 1);
        stage.deliver(booking, 2);
        stage.published().clear();

        stage.history().clock().advance(Backstage.HOLD.dividedBy(2).plusSeconds(1));
        sweep();
        sweep();

        assertThat(published()).containsExactly("PaymentReminder");
    }

    private void pay(String bookingId) {
        stage.pay(
                "event-of-" + bookingId,
                Map.of("clientId", "bob", "paymentId", "p", "bookingId", bookingId));
    }

    private List<String> published() {
        return stage.published().stream().map(PutEventsRequestEntry::detailType).toList();
    }

    private Map<String, Object> sweep() {
        return stage.timers().run(TestContext.inTime());
    }
}
