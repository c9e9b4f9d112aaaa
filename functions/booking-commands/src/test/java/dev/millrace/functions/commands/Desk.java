package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
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

/// The function with its own journal, called by events of the API.
final class Desk implements BeforeEachCallback, AfterEachCallback {
    static final String BODY =
            "{\"concertId\":\"spring\",\"seats\":[{\"row\":1,\"number\":1},{\"row\":1,\"number\":2}]}";

    private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();
    private final LogLines lines = new LogLines();
    private BookingCommands function = function();

    @Override
    public void beforeEach(ExtensionContext test) {
        dynamoDb.beforeEach(test);
        dynamoDb.journalTable();
        dynamoDb.meter().reset();
        function = function();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        dynamoDb.afterEach(test);
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

    /// The commits of a booking in the journal.
    List<Commit<BookingEvent>> commits(String bookingId) {
        return journal().read(bookingId, 0);
    }

    BookingHistory history() {
        return new BookingHistory(journal());
    }

    /// Replaces the function by a cold one.
    void startCold() {
        function = function();
    }

    static TestCall place(String client) {
        return TestCall.to("POST /bookings").by(client).json(BODY);
    }

    static TestCall place(String client, String key) {
        return place(client).header("idempotency-key", key);
    }

    static TestCall cancel(String client, String bookingId) {
        return TestCall.to("DELETE /bookings/{bookingId}").by(client).path("bookingId", bookingId);
    }

    TestAnswer answer(TestCall call) {
        return answer(call.event());
    }

    TestAnswer answer(JsonNode event) {
        return TestAnswer.of(function.handle(event));
    }

    private BookingCommands function() {
        return new BookingCommands(
                new Platform(
                        lines.environment(Map.of("BOOKING_EVENTS_TABLE", "Events")),
                        TestRuntime.at(() -> LogLines.NOW),
                        dynamoDb::client));
    }

    private Journal<Booking, BookingEvent> journal() {
        return new DynamoDbJournal<>(dynamoDb.client(), "Events", BOOKING);
    }
}
