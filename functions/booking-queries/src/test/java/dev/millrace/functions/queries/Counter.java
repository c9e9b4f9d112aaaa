package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.dynamodb.Meter;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.lambda.TestCall;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The function with its own journal and view, called by events of the API. The view is updated
/// only by [#catchUp].
final class Counter implements BeforeEachCallback, AfterEachCallback {
    private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();
    private final LogLines lines = new LogLines();

    @Override
    public void beforeEach(ExtensionContext test) {
        dynamoDb.beforeEach(test);
        dynamoDb.journalTable();
        BookingTables.view(dynamoDb);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        dynamoDb.afterEach(test);
    }

    BookingHistory history() {
        return new BookingHistory(journal());
    }

    Meter meter() {
        return dynamoDb.meter();
    }

    DynamoDbClient client() {
        return dynamoDb.client();
    }

    LogLines lines() {
        return lines;
    }

    void catchUp(String bookingId) {
        new View<>(BookingRow.VIEW.rows(), table(), journal()).catchUp(bookingId);
    }

    TestAnswer list(String client) {
        return answer(TestCall.to("GET /bookings").by(client));
    }

    TestAnswer get(String client, String bookingId) {
        return answer(
                TestCall.to("GET /bookings/{bookingId}").by(client).path("bookingId", bookingId));
    }

    TestAnswer history(String client, String bookingId) {
        return answer(
                TestCall.to("GET /bookings/{bookingId}/history")
                        .by(client)
                        .path("bookingId", bookingId));
    }

    TestAnswer answer(TestCall call) {
        return answer(call.event());
    }

    TestAnswer answer(JsonNode event) {
        var function =
                new BookingQueries(
                        new Platform(
                                lines.environment(
                                        Map.of(
                                                "BOOKING_EVENTS_TABLE",
                                                "Events",
                                                "BOOKING_VIEW_TABLE",
                                                "BookingView")),
                                TestRuntime.at(() -> LogLines.NOW),
                                dynamoDb::client));
        return TestAnswer.of(function.handle(event));
    }

    /// Puts commits into the journal as they are, and updates the view.
    void journaled(List<Map<String, AttributeValue>> commits) {
        for (var commit : commits) {
            dynamoDb.client().putItem(put -> put.tableName("Events").item(commit));
            catchUp(new CommitItems<>(BOOKING).commit(new Item(commit)).entityId());
        }
    }

    private ViewStore<BookingRow> table() {
        return new DynamoDbViewStore<>(dynamoDb.client(), "BookingView", BookingRow.VIEW);
    }

    private Journal<Booking, BookingEvent> journal() {
        return new DynamoDbJournal<>(dynamoDb.client(), "Events", BOOKING);
    }
}
