package dev.millrace.functions.view;

import static dev.millrace.eventsourcing.lambda.StreamBatch.failures;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which rows each sample leaves, while the journal holds what the samples before it tell of: the
/// status of the two bookings, and the failure that is reported.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SampleEventsTest {
    private static final SampleEvents SAMPLES = SampleEvents.of("BookingView");

    /// Per sample: what is journaled before it.
    private static final Map<String, List<String>> BEFORE =
            Map.ofEntries(
                    Map.entry("placed", List.of("placed")),
                    Map.entry("confirmed", List.of("placed", "confirmed")),
                    Map.entry("settled", List.of("placed", "confirmed", "settled")),
                    Map.entry("late", List.of("placed", "late")),
                    Map.entry("cancelled", List.of("placed", "confirmed", "cancelled")),
                    Map.entry("expired", List.of("placed", "confirmed", "expired")),
                    Map.entry("delivered-twice", List.of("delivered-twice")),
                    Map.entry("denied", List.of("two-bookings-interleaved")),
                    Map.entry("two-bookings-interleaved", List.of("two-bookings-interleaved")),
                    Map.entry(
                            "confirmed-and-settled-at-once",
                            List.of("two-bookings-interleaved", "confirmed-and-settled-at-once")),
                    Map.entry("malformed-item-between-others", List.of("placed", "confirmed")),
                    Map.entry("unknown-event-type", List.of()),
                    Map.entry("removed-by-hand", List.of()));

    private static final Map<String, String> ROWS =
            Map.ofEntries(
                    Map.entry("placed", "AWAITING_CONFIRMATION - "),
                    Map.entry("confirmed", "CONFIRMED - "),
                    Map.entry("settled", "SETTLED - "),
                    Map.entry("late", "SETTLED - "),
                    Map.entry("cancelled", "CANCELLED - "),
                    Map.entry("expired", "EXPIRED - "),
                    Map.entry("delivered-twice", "CANCELLED - "),
                    Map.entry("denied", "- DENIED "),
                    Map.entry("two-bookings-interleaved", "CONFIRMED DENIED "),
                    Map.entry("confirmed-and-settled-at-once", "- SETTLED "),
                    Map.entry(
                            "malformed-item-between-others",
                            "CONFIRMED - Booking#ft38hlr5stblg6t15v36"),
                    Map.entry("unknown-event-type", "- - Booking#ft38hlr5stblg6t15v36"),
                    Map.entry("removed-by-hand", "- - "));

    static Set<Map.Entry<String, String>> rows() {
        return ROWS.entrySet();
    }

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    @BeforeEach
    void tables() {
        dynamoDb.journalTable();
        BookingTables.view(dynamoDb);
        BookingTables.processes(dynamoDb);
    }

    @Test
    void every_sample_is_fed() {
        assertThat(SAMPLES.names()).isEqualTo(ROWS.keySet()).isEqualTo(BEFORE.keySet());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_sample_leaves_its_rows(Map.Entry<String, String> sample) {
        for (var before : BEFORE.getOrDefault(sample.getKey(), List.of()))
            for (var item : SAMPLES.items(before))
                dynamoDb.client().putItem(put -> put.tableName("Events").item(item));

        var failed = deliver(sample.getKey());

        assertThat(
                        status("pfo0inre7beidg253fn3")
                                + " "
                                + status("ft38hlr5stblg6t15v36")
                                + " "
                                + String.join(" ", failed)
                                + String.join(" ", parked()))
                .isEqualTo(sample.getValue());
    }

    private List<String> deliver(String sample) {
        var event = SAMPLES.read(sample, DynamodbEvent.class);
        return failures(new BookingView(platform()).handleRequest(event, TestContext.inTime()));
    }

    private Platform platform() {
        return new Platform(
                new LogLines()
                        .environment(
                                Map.of(
                                        "BOOKING_EVENTS_TABLE", "Events",
                                        "BOOKING_VIEW_TABLE", "BookingView",
                                        "PROCESSES_TABLE", "Processes")),
                TestRuntime.at(InstantSource.system()),
                dynamoDb::client);
    }

    private List<String> parked() {
        try (var all = new ParkedInstances(dynamoDb.client(), "Processes").all(_ -> {})) {
            return all.map(ParkedInstances.ParkedInstance::key).toList();
        }
    }

    private String status(String id) {
        var row = platform().view(BookingRow.VIEW).saved(id);
        return row == null ? "-" : row.value().status().name();
    }
}
