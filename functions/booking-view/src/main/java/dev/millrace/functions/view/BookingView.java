package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.CommitStream;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import java.util.Map;

/// Keeps the bookings view: the journal's stream in, rows out.
public final class BookingView implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private final CommitStream<BookingEvent> stream;
    private final View<BookingRow, BookingEvent> view;

    public BookingView() {
        this(System.getenv());
    }

    public BookingView(Map<String, String> variables) {
        var environment = new Environment(variables);
        var dynamoDb = Aws.dynamoDb(environment);
        var events = environment.required("BOOKING_EVENTS_TABLE");
        this(
                new DynamoDbJournal<>(dynamoDb, events, BOOKING),
                new BookingTable(dynamoDb, environment.required("BOOKING_VIEW_TABLE")),
                Log.of(environment));
    }

    BookingView(Journal<Booking, BookingEvent> journal, ViewStore<BookingRow> rows, Log log) {
        this.stream = new CommitStream<>(new CommitItems<>(BOOKING), "view", log);
        this.view = new View<>(BookingRow::project, rows, journal);
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        return stream.deliver(event, view::take);
    }
}
