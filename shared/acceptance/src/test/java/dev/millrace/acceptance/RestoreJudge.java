package dev.millrace.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Checks that bookings, payments and seats agree after a restore.
///
/// @param bus all events that the bus ever received
record RestoreJudge(LocalTables tables, Collection<JsonNode> bus) {
    /// Instances that are not at the end of their booking's journal.
    List<String> behind() {
        var heads = heads();
        var one = Pattern.compile("\\{\"(Booking#[^\"]+)\":(\\d+)}");
        var behind = new ArrayList<String>();
        for (var item : tables.items("ProcessesTable")) {
            if (!item.containsKey("marks")) continue;
            var marks = one.matcher(text(item, "marks"));
            assertThat(marks.matches()).isTrue();
            var mark = Long.parseLong(marks.group(2));
            var isAtEnd = heads.getOrDefault(marks.group(1), 0L) == mark;
            if (!isAtEnd || item.containsKey("behind")) behind.add(text(item, "pk"));
        }
        return behind;
    }

    private Map<String, Long> heads() {
        return tables.items("BookingEventsTable").stream()
                .collect(
                        Collectors.toMap(
                                item -> text(item, "pk"),
                                item -> Long.parseLong(Objects.requireNonNull(item.get("seq")).n()),
                                Math::max));
    }

    /// The ids of the refunds of each payment.
    Map<String, Set<String>> refunds() {
        return bus.stream()
                .filter(event -> event.path("detail-type").asText().equals("RefundRequested"))
                .map(event -> event.path("detail"))
                .collect(
                        groupingBy(
                                refund -> refund.path("paymentId").asText(),
                                mapping(refund -> refund.path("id").asText(), toSet())));
    }

    /// Each payment settled a booking in the journal, or was refunded under one id.
    ///
    /// @param erased a payment that the journal no longer contains, because its booking was erased
    void everyPaymentEndedOnce(String erased) {
        var paid = Pattern.compile("\"BookingPaid\".*?\"paymentId\":\"([^\"]+)\"");
        var ends =
                tables.items("BookingEventsTable").stream()
                        .filter(item -> item.containsKey("events"))
                        .flatMap(item -> paid.matcher(text(item, "events")).results())
                        .map(found -> found.group(1))
                        .collect(groupingBy(payment -> payment, Collectors.counting()));
        refunds().forEach((payment, ids) -> ends.merge(payment, (long) ids.size(), Long::sum));
        var received =
                bus.stream()
                        .filter(event -> event.path("source").asText().equals("payments"))
                        .map(event -> event.path("detail").path("paymentId").asText())
                        .collect(toSet());
        received.remove(erased);
        assertThat(received).hasSize(8);
        assertThat(ends).containsOnlyKeys(received);
        assertThat(ends.values()).containsOnly(1L);
    }

    /// Each seat is held by one booking, which is confirmed, settled or erased.
    void everySeatIsHeldByABooking() {
        var rows =
                tables.items("BookingViewTable").stream()
                        .collect(Collectors.toMap(item -> text(item, "pk"), item -> item));
        var held =
                tables.items("SeatsTable").stream()
                        .filter(item -> item.containsKey("heldBy"))
                        .map(item -> text(item, "heldBy"))
                        .toList();
        assertThat(held).hasSize(8).doesNotHaveDuplicates();
        for (var booking : held) {
            var row = Objects.requireNonNull(rows.get(booking), booking);
            if (row.containsKey("row")) {
                assertThat(text(row, "row")).matches(".*\"(SETTLED|CONFIRMED)\".*");
            }
        }
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name), name).s();
    }
}
