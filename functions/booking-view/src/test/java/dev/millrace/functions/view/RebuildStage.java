package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A journal, its view, and the function that rebuilds the view.
final class RebuildStage implements BeforeEachCallback, AfterEachCallback {
    private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();
    private final LogLines lines = new LogLines();
    private BookingHistory history = new BookingHistory(journal());

    @Override
    public void beforeEach(ExtensionContext test) {
        dynamoDb.beforeEach(test);
        dynamoDb.journalTable();
        BookingTables.view(dynamoDb);
        history = new BookingHistory(journal());
    }

    @Override
    public void afterEach(ExtensionContext test) {
        dynamoDb.afterEach(test);
    }

    BookingHistory history() {
        return history;
    }

    LogLines lines() {
        return lines;
    }

    DynamoDbClient client() {
        return dynamoDb.client();
    }

    Journal<Booking, BookingEvent> journal() {
        return new DynamoDbJournal<>(dynamoDb.client(), "Events", BOOKING);
    }

    ViewStore<BookingRow> table() {
        return platform("BookingView").rows(BookingRow.VIEW);
    }

    View<BookingRow, BookingEvent> stream() {
        return platform("BookingView").view(BookingRow.VIEW);
    }

    /// A booking in one of seven stages of its life.
    String booking(int number) {
        var id = history.placed("ada", "booking-" + number, 1 + number);
        if (number % 7 == 0) return id;
        if (number % 7 == 1) {
            history.denied(id, "sold out");
            return id;
        }
        if (number % 7 == 2) {
            history.cancelled(id, "ada", number % 2 == 0 ? "ill" : null);
            return id;
        }
        var expires = number % 7 == 6;
        var soon = history.clock().instant().plusMillis(500);
        history.confirmed(id, expires ? soon : deadline(), "49.90");
        if (expires) history.expired(id);
        if (number % 7 == 4) history.paid(id, "payment-" + number, "49.90");
        if (number % 7 == 5) history.cancelled(id, "ada", null);
        return id;
    }

    Instant deadline() {
        return history.clock().instant().plus(Duration.ofMinutes(30));
    }

    /// All items of the view, including their index attributes.
    Set<Map<String, AttributeValue>> rows() {
        return new HashSet<>(BookingTables.items(dynamoDb, "BookingView"));
    }

    void remove(String bookingId) {
        client().deleteItem(delete -> delete.tableName("BookingView").key(key(bookingId)));
    }

    /// Changes a row by hand.
    void change(String bookingId, Consumer<Map<String, AttributeValue>> change) {
        var get = client().getItem(item -> item.tableName("BookingView").key(key(bookingId)));
        var item = new HashMap<>(get.item());
        change.accept(item);
        client().putItem(put -> put.tableName("BookingView").item(item));
    }

    private static Map<String, AttributeValue> key(String bookingId) {
        return Map.of("pk", AttributeValue.fromS(bookingId));
    }

    /// Makes the first commit of a booking unreadable.
    void breakJournal(String bookingId) {
        client().updateItem(update ->
                update.tableName("Events")
                        .key(
                                Map.of(
                                        "pk", AttributeValue.fromS("Booking#" + bookingId),
                                        "seq", AttributeValue.fromN("1")))
                        .updateExpression("SET events = :broken")
                        .expressionAttributeValues(
                                Map.of(":broken", AttributeValue.fromS("broken"))));
    }

    BookingViewRebuild function(int pageSize) {
        return function(pageSize, "BookingView");
    }

    BookingViewRebuild function(int pageSize, String view) {
        return new BookingViewRebuild(platform(view), pageSize);
    }

    private Platform platform(String view) {
        return new Platform(
                lines.environment(
                        Map.of("BOOKING_EVENTS_TABLE", "Events", "BOOKING_VIEW_TABLE", view)),
                TestRuntime.at(history.clock()),
                dynamoDb::client);
    }

    /// One call for a segment, with enough time.
    Map<String, Object> rebuild(int segment, int segments) {
        return function(48).handleRequest(segment(segment, segments, null), TestContext.inTime());
    }

    /// Calls for a segment until its end, each with time for a few pages.
    ///
    /// @return the number of calls
    int rebuildToTheEnd(int segment, int segments, int pageSize, int pagesACall) {
        var function = function(pageSize);
        @Nullable Object after = null;
        var calls = 0;
        do {
            var event = segment(segment, segments, after);
            after = function.handleRequest(event, timeFor(pagesACall)).get("next");
            calls++;
        } while (after != null);
        return calls;
    }

    static Map<String, Object> segment(int segment, int segments, @Nullable Object after) {
        var event = new HashMap<String, Object>();
        event.put("operation", "rebuild");
        event.put("segment", segment);
        event.put("segments", segments);
        if (after != null) event.put("after", after);
        return event;
    }

    /// After this many pages, less than 15 seconds are left.
    static Context timeFor(int pages) {
        var looks = new AtomicInteger();
        return new TestContext(() -> looks.incrementAndGet() < pages ? 15_000 : 14_999);
    }
}
