package dev.millrace.ticketing;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Threads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The concerts and the seats they sell.
///
/// Putting costs one query (a read unit per 4 KB, 13 for 1,000 seats) and a conditional write of
/// one unit for each seat that is new or gets another price, and one more for a new concert:
/// putting the same again only reads. Finding costs one query at half of that.
public final class Concerts {
    private static final int WRITES_AT_ONCE = 16;

    private final ConcertItems items;
    private final Attempts attempts;
    private final Threads threads;

    /// @param backoff used by several threads at once
    public Concerts(DynamoDbClient dynamoDb, String table, Backoff backoff, Threads threads) {
        this.items = new ConcertItems(dynamoDb, table);
        this.attempts = new Attempts(backoff);
        this.threads = threads;
    }

    /// What became of a put.
    public sealed interface PutAnswer {

        /// The concert is new, with all the seats.
        record Created() implements PutAnswer {}

        /// The concert was there; it has all the seats, at their prices.
        record Updated() implements PutAnswer {}

        /// These seats are held and were left at their prices; all others are as asked.
        record SeatsHeld(List<Seat> seats) implements PutAnswer {
            public SeatsHeld {
                seats = List.copyOf(seats);
            }
        }

        /// The concert sells in another currency, and nothing was written.
        record OtherCurrency(String currency) implements PutAnswer {}
    }

    /// Puts seats up for sale, seat by seat: new ones are added, free ones get the price asked for,
    /// held ones keep theirs. Seats not named stay as they are: none is ever taken away. A price of
    /// the same amount is the same price, held or not.
    ///
    /// The currency of a concert is fixed when it is first put.
    ///
    /// @param seats all different
    /// @throws dev.millrace.eventsourcing.Outage where DynamoDB did not answer: some of the seats
    ///   may have been written, and putting the same again writes the others
    public PutAnswer put(String concertId, String currency, List<PricedSeat> seats) {
        if (seats.stream().map(PricedSeat::seat).distinct().count() < seats.size()) {
            throw new IllegalArgumentException("the same seat twice in concert " + concertId);
        }
        var stored = attempts.make("reading " + concertId, () -> items.read(concertId, true));
        var standing =
                stored.currency()
                        .or(() ->
                                attempts.make(
                                        "creating " + concertId,
                                        () -> items.create(concertId, currency)));
        if (standing.isPresent() && !standing.get().equals(currency)) {
            return new PutAnswer.OtherCurrency(standing.get());
        }
        var held = write(concertId, currency, seats, stored.seats());
        if (!held.isEmpty()) {
            return new PutAnswer.SeatsHeld(held);
        }
        return standing.isPresent() ? new PutAnswer.Updated() : new PutAnswer.Created();
    }

    /// A concert with all its seats; eventually consistent, since who holds a seat may have changed
    /// anyway by the time it is read.
    public Optional<Concert> find(String concertId) {
        var stored = attempts.make("reading " + concertId, () -> items.read(concertId, false));
        return stored.currency().map(currency -> stored.concert(concertId, currency));
    }

    /// Writes what is not as asked yet, and names the seats it had to leave, by row and number.
    private List<Seat> write(
            String concertId, String currency, List<PricedSeat> seats, Map<Seat, SeatItem> stored) {
        var left = new ArrayList<Seat>();
        var writes = new ArrayList<Supplier<Optional<Seat>>>();
        for (var wanted : seats) {
            var there = stored.get(wanted.seat());
            if (there != null && there.costs(wanted.price())) {
                continue;
            }
            if (there == null || there.isFree()) {
                writes.add(() -> offer(concertId, currency, wanted));
            } else {
                left.add(wanted.seat());
            }
        }
        ParallelWrites.run(threads, WRITES_AT_ONCE, writes)
                .forEach(seat -> seat.ifPresent(left::add));
        left.sort(Comparator.comparingInt(Seat::row).thenComparingInt(Seat::number));
        return left;
    }

    /// The seat, where it was left as it is.
    private Optional<Seat> offer(String concertId, String currency, PricedSeat wanted) {
        return attempts.make(
                        "offering " + wanted.seat() + " of " + concertId,
                        () -> items.offer(concertId, currency, wanted))
                .filter(held -> !held.costs(wanted.price()))
                .map(SeatItem::seat);
    }
}
