package dev.millrace.ticketing;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Refused;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.ticketing.Attempts.Busy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Holds seats for bookings and frees them, each time in one transaction with the booking's
/// reservation, which keeps the answer for good.
///
/// The reservation always has the last word: what is refused, held or freed is written only where
/// it does not stand in the way, and where it does, it is the answer. So a hold that is repeated,
/// whose answer was lost, or that races its own release, answers what truly became of it.
///
/// What a booking of n seats costs:
///
/// | | calls |
/// |---|---|
/// | hold | `BatchGetItem` of n + 1 items, `TransactWriteItems` of n + 1 |
/// | hold, refused | `BatchGetItem` of n + 1, `PutItem` |
/// | hold, no seat known | `BatchGetItem` of n + 1, `GetItem` of the concert, `PutItem` |
/// | hold, asked again | `BatchGetItem` of n + 1 |
/// | release | `GetItem`, `TransactWriteItems` of n + 1 |
/// | release before the hold | `GetItem`, `PutItem` |
/// | release, asked again or after a refusal | `GetItem` |
///
/// All reads are consistent: a refusal is for good, so no stale seat may be its reason. An item,
/// the reservation of ten seats too, is below 1 KB: one unit to read or put, two in a transaction.
/// A seat lost between read and transaction costs a hold the read once more.
public final class BoxOffice implements Seats {
    private final DynamoDbClient dynamoDb;
    private final String table;
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
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.reservations = new Reservations(dynamoDb, table);
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
        return reservations.find(bookingId).map(ReservationItem::answer).orElse(null);
    }

    private HoldAnswer tryToHold(String bookingId, String concertId, List<Seat> seats) {
        var look = Look.at(dynamoDb, table, bookingId, concertId, seats);
        if (look.reservation().isPresent()) {
            return ReservationItem.answer(look.reservation().get());
        }
        var refusal = look.knowsNoSeat() ? unknown(concertId, look) : look.refusal();
        return refusal.isPresent()
                ? refuse(bookingId, concertId, refusal.get())
                : grant(bookingId, concertId, look.seats());
    }

    private Optional<Refused> unknown(String concertId, Look look) {
        var concert =
                dynamoDb.getItem(get ->
                        get.tableName(table).key(Keys.concert(concertId)).consistentRead(true));
        return concert.hasItem()
                ? look.refusal()
                : Optional.of(new Refused("there is no concert " + concertId));
    }

    private HoldAnswer refuse(String bookingId, String concertId, Refused refusal) {
        return reservations
                .put(ReservationItem.refused(bookingId, concertId, refusal))
                .map(ReservationItem::answer)
                .orElse(refusal);
    }

    private HoldAnswer grant(String bookingId, String concertId, List<SeatItem> seats) {
        var tickets = seats.stream().map(SeatItem::ticket).toList();
        var held =
                new Held(
                        new Tickets(tickets, seats.getFirst().currency()),
                        clock.instant().plus(holdLength));
        var reservation = ReservationItem.held(bookingId, concertId, held);
        return reservations
                .hold(reservation, bookingId, concertId, seats)
                .map(cancellation ->
                        switch (cancellation) {
                            case Cancellation.Answered(var standing) ->
                                    ReservationItem.answer(standing);
                            case Cancellation.SeatsChanged() ->
                                    throw new Busy("the seats changed after the look");
                            case Cancellation.Undecided(var codes) -> throw new Busy(codes);
                        })
                .orElse(held);
    }

    private Released tryToRelease(String bookingId) {
        reservations
                .find(bookingId)
                .or(() -> reservations.put(ReservationItem.released(bookingId)))
                .ifPresent(standing -> free(bookingId, standing));
        return new Released();
    }

    private void free(String bookingId, Item reservation) {
        if (!(ReservationItem.answer(reservation) instanceof Held(var tickets, _))) {
            return;
        }
        var seats = tickets.tickets().stream().map(Ticket::seat).toList();
        reservations
                .free(bookingId, ReservationItem.concert(reservation), seats)
                .ifPresent(cancellation -> {
                    switch (cancellation) {
                        case Cancellation.Answered _ -> {} // released by somebody else
                        case Cancellation.SeatsChanged() ->
                                throw new IllegalStateException(
                                        "booking %s is HELD, but not on all of its %s"
                                                .formatted(bookingId, seats));
                        case Cancellation.Undecided(var codes) -> throw new Busy(codes);
                    }
                });
    }
}
