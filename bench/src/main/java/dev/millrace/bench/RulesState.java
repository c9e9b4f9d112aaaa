package dev.millrace.bench;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingCommand.DenyBooking;
import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Decision;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/// The code that JMH runs for [Rules]. JMH makes subclasses of it.
@State(Scope.Benchmark)
public class RulesState {
    @Param({
        "PlaceBooking",
        "ConfirmBooking",
        "DenyBooking",
        "CancelBooking",
        "ReceivePayment",
        "ExpireBooking"
    })
    public String command = "";

    private final LastPut lastPut = new LastPut();
    private final Journal<Booking, BookingEvent> journal =
            new DynamoDbJournal<>(lastPut, "table", BOOKING);
    private final CommitItems<Booking, BookingEvent> items = new CommitItems<>(BOOKING);
    private Booking before = BOOKING.decider().initial();
    private BookingCommand asked = Bookings.place();
    private List<BookingEvent> events = List.of();
    private Commit<BookingEvent> commit = Commit.erased("none", 1, Instant.EPOCH);
    private Item item = new Item(Map.of());

    /// A client that keeps the last item put and makes no call.
    private static final class LastPut implements DynamoDbClient {
        private Map<String, AttributeValue> item = Map.of();

        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            item = request.item();
            return PutItemResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /// Prepares the command, and a state that accepts it.
    @Setup
    public void prepare() {
        var placed = after(BOOKING.decider().initial(), Bookings.place());
        var confirmed = after(placed, Bookings.confirm(Bookings.PAST));
        switch (command) {
            case "PlaceBooking" -> take(BOOKING.decider().initial(), Bookings.place());
            case "ConfirmBooking" -> take(placed, Bookings.confirm(Bookings.PAST));
            case "DenyBooking" -> take(placed, new DenyBooking("SEATS_TAKEN"));
            case "CancelBooking" -> take(confirmed, new CancelBooking(Bookings.CLIENT, "ill"));
            case "ReceivePayment" -> take(confirmed, Bookings.pay(Ids.of("bench", "payment")));
            case "ExpireBooking" -> take(confirmed, new ExpireBooking(Instant.now()));
            default -> throw new IllegalArgumentException(command);
        }
        events = decide().events();
        commit =
                new Commit<>(
                        Ids.of("bench", "booking"),
                        7,
                        events,
                        Instant.now(),
                        Ids.of("bench", "command"),
                        "http " + command,
                        "request",
                        null);
        write();
        item = new Item(lastPut.item);
    }

    private static Booking after(Booking state, BookingCommand command) {
        var decider = BOOKING.decider();
        return decider.evolve(state, decider.decide(state, command).events());
    }

    private void take(Booking state, BookingCommand next) {
        before = state;
        asked = next;
    }

    @Benchmark
    public Decision<BookingEvent, BookingRejection> decide() {
        return BOOKING.decider().decide(before, asked);
    }

    @Benchmark
    public Booking evolve() {
        return BOOKING.decider().evolve(before, events);
    }

    @Benchmark
    public Journal.Appended<BookingEvent> write() {
        return journal.append(commit, null);
    }

    @Benchmark
    public Commit<BookingEvent> read() {
        return items.commit(item);
    }
}
