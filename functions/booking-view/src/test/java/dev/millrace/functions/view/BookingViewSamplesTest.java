package dev.millrace.functions.view;

import static dev.millrace.eventsourcing.lambda.StreamBatch.failures;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.SampleEventsContract;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/// The status of the samples' two bookings in the view, the records that failed, and the rows that
/// are parked.
class BookingViewSamplesTest extends SampleEventsContract {
    static List<Arguments> expected() {
        return table(
                """
                placed                         AWAITING_CONFIRMATION -
                confirmed                      CONFIRMED -
                settled                        SETTLED -
                late                           SETTLED -
                cancelled                      CANCELLED -
                expired                        EXPIRED -
                delivered-twice                CANCELLED -
                denied                         - DENIED
                two-bookings-interleaved       CONFIRMED DENIED
                confirmed-and-settled-at-once  - SETTLED
                malformed-item-between-others  CONFIRMED - Booking#ft38hlr5stblg6t15v36
                unknown-event-type             - - Booking#ft38hlr5stblg6t15v36
                removed-by-hand                - -
                """);
    }

    /// The samples whose commits are in the journal before the function gets a sample.
    private static List<String> journaled(String sample) {
        return switch (sample) {
            case "confirmed", "malformed-item-between-others" -> List.of("placed", "confirmed");
            case "settled", "cancelled", "expired" -> List.of("placed", "confirmed", sample);
            case "late" -> List.of("placed", "late");
            case "denied" -> List.of("two-bookings-interleaved");
            case "confirmed-and-settled-at-once" -> List.of("two-bookings-interleaved", sample);
            case "unknown-event-type", "removed-by-hand" -> List.of();
            default -> List.of(sample);
        };
    }

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    BookingViewSamplesTest() {
        super("BookingView");
    }

    @BeforeEach
    void tables() {
        dynamoDb.journalTable();
        BookingTables.view(dynamoDb);
        BookingTables.processes(dynamoDb);
    }

    @Override
    protected String result(String sample) {
        for (var before : journaled(sample))
            for (var item : samples.items(before))
                dynamoDb.client().putItem(put -> put.tableName("Events").item(item));

        var event = samples.read(sample, DynamodbEvent.class);
        var answer = new BookingView(platform()).handleRequest(event, TestContext.inTime());
        return "%s %s %s %s"
                .formatted(
                        status("pfo0inre7beidg253fn3"),
                        status("ft38hlr5stblg6t15v36"),
                        String.join(" ", failures(answer)),
                        String.join(" ", parked()))
                .replaceAll(" +", " ");
    }

    private Platform platform() {
        var tables =
                Map.of(
                        "BOOKING_EVENTS_TABLE", "Events",
                        "BOOKING_VIEW_TABLE", "BookingView",
                        "PROCESSES_TABLE", "Processes");
        return new Platform(
                new LogLines().environment(tables),
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
