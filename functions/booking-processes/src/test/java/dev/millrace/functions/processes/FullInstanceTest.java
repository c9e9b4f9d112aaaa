package dev.millrace.functions.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.eventsourcing.aws.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A parked instance keeps its waiting inputs in its item, as long as there is room for their
/// effects. Further inputs stay in their queue. So the instance can always go on after a redrive,
/// and no payment is lost.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FullInstanceTest {
    private static final int ENOUGH = 280 * 1024;

    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void payments_are_kept_while_there_is_room_and_each_ends_once_after_a_redrive() {
        var booking = stage.history().placed("ada", "1", 1);
        pay(booking, "payment-0");
        park(booking);
        pay(booking, "payment-1");
        stage.history().confirmed(booking, null, "49.90");
        var payments = keepAlmostAsManyAsThereIsRoomFor(booking);

        assertThatIllegalStateException()
                .isThrownBy(() -> {
                    while (true) {
                        pay(booking, "payment-" + payments.size());
                        payments.add("payment-" + payments.size());
                    }
                })
                .withMessageContaining("has no room for more until it handles them");
        assertThat(size(booking)).isLessThanOrEqualTo(300 * 1024);

        var redriven =
                stage.operate(
                        Map.of("operation", "redrive", "process", "payment", "instance", booking));

        assertThat(redriven).containsEntry("outcome", "DONE");
        var applied =
                stage.commits(booking).stream()
                        .flatMap(commit -> commit.events().stream())
                        .filter(BookingPaid.class::isInstance)
                        .map(event -> ((BookingPaid) event).paymentId())
                        .toList();
        assertThat(applied).hasSize(1);
        var refunded =
                stage.published().stream()
                        .map(entry -> Json.read(entry.detail(), Map.class).get("paymentId"))
                        .map(String.class::cast)
                        .collect(Collectors.toCollection(ArrayList::new));
        refunded.addAll(applied);
        assertThat(refunded).containsExactlyInAnyOrderElementsOf(payments);
    }

    private void pay(String booking, String payment) {
        stage.pay(
                "event of " + payment,
                Map.of("clientId", "bob", "paymentId", payment, "bookingId", booking));
    }

    private void park(String booking) {
        var parked =
                Map.of(
                        "what",
                        "Booking#" + booking + "/1",
                        "entity",
                        Map.of("type", "Booking", "id", booking),
                        "error",
                        "a defect",
                        "attempts",
                        3,
                        "since",
                        stage.history().clock().instant());
        change(booking, "parked", Json.write(parked));
    }

    /// Makes copies of the second payment, each with its own id.
    private List<String> keepAlmostAsManyAsThereIsRoomFor(String booking) {
        var one = requireNonNull(item(booking).get("waiting")).s();
        var element = one.substring(1, one.length() - 1);
        var count = ENOUGH / element.getBytes(UTF_8).length;
        var kept =
                IntStream.rangeClosed(1, count)
                        .mapToObj(n -> element.replace("payment-1", "payment-" + n))
                        .collect(Collectors.joining(",", "[", "]"));
        change(booking, "waiting", kept);
        return IntStream.rangeClosed(0, count)
                .mapToObj(n -> "payment-" + n)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private Map<String, AttributeValue> item(String booking) {
        return stage.client()
                .getItem(get ->
                        get.tableName("Processes")
                                .key(Map.of("pk", AttributeValue.fromS("payment#" + booking))))
                .item();
    }

    private void change(String booking, String attribute, String text) {
        var item = new HashMap<>(item(booking));
        item.put(attribute, AttributeValue.fromS(text));
        stage.client().putItem(put -> put.tableName("Processes").item(item));
    }

    private int size(String booking) {
        return item(booking).values().stream()
                .mapToInt(value -> value.s() == null ? 0 : value.s().getBytes(UTF_8).length)
                .sum();
    }
}
