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

/// Holds seats for bookings and frees them, each time in one transaction with the booking's
/// reservation, which keeps the answer for good.
///
/// The reservation always has the last word: what is rejected, held or freed is written only where
/// it does not stand in the way, and where it does, it is the answer. So a hold that is repeated,
/// whose answer was lost, or that races its own release, answers what truly became of it.
///
/// What a booking of n seats costs:
///
/// | | calls |
/// |---|---|
/// | hold | `BatchGetItem` of n + 1 items, `TransactWriteItems` of n + 1 |
/// | hold, rejected | `BatchGetItem` of n + 1, `PutItem` |
/// | hold, no seat known | `BatchGetItem` of n + 1, `GetItem` of the concert, `PutItem` |
/// | hold, asked again | `BatchGetItem` of n + 1 |
/// | release | `GetItem`, `TransactWriteItems` of n + 1 |
/// | release before the hold | `GetItem`, `PutItem` |
/// | release, asked again or after a rejection | `GetItem` |
///
/// All reads are consistent: a rejection is for good, so no stale seat may be its reason. An item,
/// the reservation of ten seats too, is below 1 KB: one unit to read or put, two in a transaction.
/// A seat lost between read and transaction costs a hold the read once more.
public final class BoxOffice implements Seats {
    private final Table table;
    private final Reservations reservations;
    private final InstantSource clock;
    private final Duration holdLength;
    private final Attempts attempts;

    /// @param holdLength from the moment a hold is granted to the deadline it answers; the seats
    ///   stay held beyond it, until they are released
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

    /// @param seats 1 to 99 different ones: with the reservation they must fit one transaction
    /// @throws dev.millrace.eventsourcing.Outage where DynamoDB did not answer, or others were at
    ///   the same seats at every attempt. The hold may have been granted all the same: ask again
    @Override
    public HoldAnswer hold(String bookingId, String concertId, List<Seat> seats) {
        if (seats.isEmpty() || seats.size() > 99 || new HashSet<>(seats).size() < seats.size()) {
            throw new IllegalArgumentException("not 1 to 99 different seats: " + seats);
        }
        return attempts.make(
                "holding seats for booking " + bookingId,
                () -> tryToHold(bookingId, concertId, seats));
    }

    /// @throws dev.millrace.eventsourcing.Outage as [#hold] does; the seats may be free all the
    ///   same
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

    /// The bookings that have an answer, some of them: one `Scan`.
    ///
    /// @param after where the page before ended; absent for the first
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

    /// Some of the wanted seats in words for people, in the order they were asked for.
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
