package dev.millrace.ticketing;

import static java.util.stream.Collectors.joining;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.process.Restoration.Page;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Holds seats for bookings and frees them. Each hold or release is one transaction together with
/// the booking's reservation, which stores the answer for good.
///
/// The reservation decides: a rejection, hold or release is written only on the condition that the
/// reservation allows it. Otherwise the stored reservation is the answer. So a hold that is
/// repeated, whose answer was lost, or that races its own release, gets the true answer.
///
/// Calls for a booking of n seats:
///
/// | | calls |
/// |---|---|
/// | hold | `BatchGetItem` of n + 1 items, `TransactWriteItems` of n + 1 |
/// | hold, rejected | `BatchGetItem` of n + 1, `PutItem` |
/// | hold, no seat known | `BatchGetItem` of n + 1, `GetItem` of the concert, `PutItem` |
/// | hold, repeated | `BatchGetItem` of n + 1 |
/// | release | `GetItem`, `TransactWriteItems` of n + 1 |
/// | release before the hold | `GetItem`, `PutItem` |
/// | release, repeated or after a rejection | `GetItem` |
///
/// All reads are consistent: a rejection is final, so a stale seat must not be its reason. Every
/// item is below 1 KB, also the reservation of ten seats: it costs one unit to read or put, and two
/// in a transaction. If another booking takes a seat between the read and the transaction, the hold
/// reads again.
public final class BoxOffice implements Seats {
    private final Table table;
    private final Reservations reservations;
    private final InstantSource clock;
    private final Duration holdLength;
    private final Attempts attempts;

    /// @param holdLength the time from the hold to the deadline in its answer; the seats stay held
    ///   after the deadline, until they are released
    public BoxOffice(
            DynamoDbClient dynamoDb,
            String table,
            InstantSource clock,
            Duration holdLength,
            Backoff backoff) {
        this.table = new Table(dynamoDb, table);
        this.reservations = new Reservations(this.table);
        this.clock = clock;
        this.holdLength = holdLength;
        this.attempts = new Attempts(backoff);
    }

    /// @param seats 1 to 99 different seats: with the reservation they must fit one transaction
    /// @throws dev.millrace.eventsourcing.Outage if DynamoDB did not answer, or every attempt met
    ///   other writes to the same seats. The seats may be held nevertheless: call again
    @Override
    public HoldAnswer hold(String bookingId, String concertId, List<Seat> seats) {
        if (seats.isEmpty() || seats.size() > 99 || new HashSet<>(seats).size() < seats.size()) {
            throw new IllegalArgumentException("not 1 to 99 different seats: " + seats);
        }
        return attempts.make(
                "holding seats for booking " + bookingId,
                () -> tryToHold(bookingId, concertId, seats));
    }

    /// @throws dev.millrace.eventsourcing.Outage as [#hold] does. The seats may be free
    ///   nevertheless: call again
    @Override
    public void release(String bookingId) {
        attempts.make("releasing the seats of booking " + bookingId, () -> tryToRelease(bookingId));
    }

    /// Costs one `GetItem`.
    @Override
    public @Nullable HoldAnswer answer(String bookingId) {
        var reservation = table.get(Keys.reservation(bookingId));
        return reservation == null ? null : ReservationItem.answer(reservation);
    }

    /// One page of the bookings that have an answer. Costs one `Scan`.
    ///
    /// @param after the previous page's `next`; null for the first page
    public Page bookings(@Nullable String after) {
        return AwsErrors.translate("scan of the seats", () -> table.bookings(after));
    }

    private HoldAnswer tryToHold(String bookingId, String concertId, List<Seat> wanted) {
        var keys = new ArrayList<>(List.of(Keys.reservation(bookingId)));
        for (var seat : wanted) keys.add(Keys.seat(concertId, seat));
        var found = table.getAll(keys);
        if (found.other() != null) return ReservationItem.answer(found.other());
        var seats = found.seats();
        if (seats.isEmpty() && table.get(Keys.concert(concertId)) == null) {
            return reject(bookingId, concertId, "there is no concert " + concertId);
        }
        var reasons = new ArrayList<String>();
        var unknown = named(wanted, seat -> !seats.containsKey(seat));
        if (!unknown.isEmpty()) reasons.add("there is no " + unknown);
        var taken = named(wanted, seat -> seats.containsKey(seat) && !seats.get(seat).isFree());
        if (!taken.isEmpty()) reasons.add("already taken: " + taken);
        return reasons.isEmpty()
                ? grant(bookingId, concertId, wanted.stream().map(seats::get).toList())
                : reject(bookingId, concertId, String.join("; ", reasons));
    }

    /// Some of the wanted seats as text for clients, in the order of the request.
    private static String named(List<Seat> wanted, Predicate<Seat> which) {
        return wanted.stream().filter(which).map(Seat::toString).collect(joining(", "));
    }

    private HoldAnswer reject(String bookingId, String concertId, String reason) {
        var rejected = new Rejected(reason);
        var item = ReservationItem.rejected(bookingId, concertId, rejected);
        var standing = table.put(item, Table.NONE_THERE);
        return standing == null ? rejected : ReservationItem.answer(standing);
    }

    private HoldAnswer grant(String bookingId, String concertId, List<SeatItem> seats) {
        var tickets = seats.stream().map(SeatItem::ticket).toList();
        var held =
                new Held(
                        new Tickets(tickets, seats.getFirst().currency()),
                        clock.instant().plus(holdLength));
        var item = ReservationItem.held(bookingId, concertId, held);
        var standing = reservations.hold(item, bookingId, concertId, seats);
        return standing == null ? held : ReservationItem.answer(standing);
    }

    private Released tryToRelease(String bookingId) {
        var standing = table.get(Keys.reservation(bookingId));
        if (standing == null)
            standing = table.put(ReservationItem.released(bookingId), Table.NONE_THERE);
        if (standing != null && ReservationItem.answer(standing) instanceof Held(var tickets, _)) {
            var seats = tickets.tickets().stream().map(Ticket::seat).toList();
            reservations.free(bookingId, standing.text("concert"), seats);
        }
        return new Released();
    }
}
