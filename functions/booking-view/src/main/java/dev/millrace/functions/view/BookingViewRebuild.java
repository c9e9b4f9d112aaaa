package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.JournalScan;
import dev.millrace.eventsourcing.dynamodb.JournalScan.Cursor;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.functions.view.RebuildRequest.Mistake;
import dev.millrace.functions.view.RebuildRequest.Segment;
import dev.millrace.functions.view.RebuildRequest.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// For operators: rebuilds the bookings view from the journal, part by part, while the stream goes
/// on. Whatever a call did may be done again: a row that is right is not written.
///
/// It also tells the bookings that have awaited their confirmation for too long: the reservation
/// has missed them.
public final class BookingViewRebuild
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    /// How many bookings are worked on at once: a cold function opens a connection for each.
    private static final int AT_ONCE = 16;

    /// The commits of a page. Were all of them first ones, three bookings would come after each
    /// other, of three calls each: even at its slowest the first page of a call ends in time.
    private static final int PAGE = 3 * AT_ONCE;

    /// A further page is not begun with less time than this.
    private static final int RESERVE_MILLIS = 15_000;

    /// After this long a booking that awaits its confirmation is told of: an outage alone rarely
    /// lasts longer.
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final JournalScan scan;
    private final View<BookingRow, BookingEvent> view;
    private final Runtime runtime;
    private final Log log;

    public BookingViewRebuild() {
        this(System.getenv());
    }

    public BookingViewRebuild(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public BookingViewRebuild(Environment environment, Runtime runtime, Clients clients) {
        this(environment, runtime, clients, PAGE);
    }

    BookingViewRebuild(Environment environment, Runtime runtime, Clients clients, int pageSize) {
        var dynamoDb = clients.dynamoDb();
        var events = environment.required("BOOKING_EVENTS_TABLE");
        var journal = new DynamoDbJournal<>(dynamoDb, events, BOOKING);
        var table = new BookingTable(dynamoDb, environment.required("BOOKING_VIEW_TABLE"));
        this.scan = new JournalScan(dynamoDb, events, BOOKING, pageSize);
        this.view = new View<>(BookingRow::project, table, journal);
        this.runtime = runtime;
        this.log = new Log(environment, runtime);
    }

    /// @throws Outage where the world did not answer: the same call may be made again
    @Override
    public Map<String, Object> handleRequest(@Nullable Map<String, Object> event, Context context) {
        try {
            return switch (RebuildRequest.of(event)) {
                case Size() -> size();
                case Segment segment -> rebuild(segment, context);
            };
        } catch (Mistake mistake) {
            log.info("was asked for what it does not do", Map.of());
            return Map.of("mistake", String.valueOf(mistake.getMessage()));
        }
    }

    private Map<String, Object> size() {
        var size = Map.<String, Object>of("commits", scan.commits());
        log.info("told the journal's size", size);
        return size;
    }

    private Map<String, Object> rebuild(Segment segment, Context context) {
        var report = new RebuildReport(runtime.clock().instant().minus(PATIENCE));
        try {
            var next = rebuild(segment, context, report);
            log.info("rebuilt rows of the bookings view", report.counts());
            return report.answer(next);
        } catch (Outage outage) {
            log.error("could not go on rebuilding the bookings view", outage, report.counts());
            throw outage;
        }
    }

    private @Nullable Cursor rebuild(Segment segment, Context context, RebuildReport report) {
        var next = segment.after();
        do {
            var page = scan.page(segment.segment(), segment.segments(), next);
            report.lookedAt(page.commits());
            rebuild(page.entityIds(), report);
            next = page.next();
        } while (next != null && context.getRemainingTimeInMillis() >= RESERVE_MILLIS);
        return next;
    }

    private void rebuild(List<String> bookings, RebuildReport report) {
        var rebuilds =
                bookings.stream()
                        .<Callable<Rebuilt<BookingRow>>>map(id -> () -> view.rebuild(id))
                        .toList();
        var ended = runtime.threads().runAll(AT_ONCE, rebuilds);
        for (var n = 0; n < ended.size(); n++) count(bookings.get(n), ended.get(n), report);
    }

    private static void count(
            String bookingId, Future<Rebuilt<BookingRow>> ended, RebuildReport report) {
        if (ended.state() == Future.State.SUCCESS) report.rebuilt(ended.resultNow());
        else if (ended.exceptionNow() instanceof Outage outage) throw outage;
        else report.failed(bookingId, ended.exceptionNow());
    }
}
