package dev.millrace.ticketing;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Threads;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The concerts and the seats they sell.
///
/// Putting costs one query (a read unit per 4 KB, 13 for 1,000 seats) and a conditional write of
/// one unit for each seat that is new or gets another price, and one more for a new concert:
/// putting the same again only reads. Finding costs one query at half of that.
public final class ConcertCatalog {
    /// How many seats a concert may have: whoever shows it shows them all at once. Calls at the
    /// same time may exceed it by the seats that they add.
    public static final int MOST_SEATS = 50_000;

    private static final int WRITES_AT_ONCE = 16;
    private static final Comparator<Seat> BY_PLACE =
            Comparator.comparingInt(Seat::row).thenComparingInt(Seat::number);

    private final Table table;
    private final Attempts attempts;
    private final Threads threads;

    /// @param backoff used by several threads at once
    public ConcertCatalog(DynamoDbClient dynamoDb, String table, Backoff backoff, Threads threads) {
        this.table = new Table(dynamoDb, table);
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

        /// The concert would have over [#MOST_SEATS], and nothing was written.
        record TooManySeats() implements PutAnswer {}
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
        var stored = read(concertId, true);
        if (isTooMany(stored.seats(), seats)) return new PutAnswer.TooManySeats();
        var standing = stored.other() == null ? create(concertId, currency) : stored.other();
        if (standing != null && !standing.text("currency").equals(currency)) {
            return new PutAnswer.OtherCurrency(standing.text("currency"));
        }
        var held = write(concertId, currency, seats, stored.seats());
        if (!held.isEmpty()) return new PutAnswer.SeatsHeld(held);
        return standing == null ? new PutAnswer.Created() : new PutAnswer.Updated();
    }

    private static boolean isTooMany(Map<Seat, SeatItem> stored, List<PricedSeat> seats) {
        var more = seats.stream().filter(wanted -> !stored.containsKey(wanted.seat())).count();
        return more > 0 && stored.size() + more > MOST_SEATS;
    }

    /// A concert with all its seats; eventually consistent, since who holds a seat may have changed
    /// anyway by the time it is read.
    public Optional<Concert> find(String concertId) {
        var stored = read(concertId, false);
        var seats = stored.seats().values().stream().map(SeatItem::place).toList();
        return Optional.ofNullable(stored.other())
                .map(concert -> new Concert(concertId, concert.text("currency"), seats));
    }

    private Found read(String concertId, boolean consistent) {
        return attempts.make("reading " + concertId, () -> table.concert(concertId, consistent));
    }

    /// @return the concert, if it is there already
    private @Nullable Item create(String concertId, String currency) {
        var concert = new HashMap<>(Keys.concert(concertId));
        concert.put("currency", fromS(currency));
        return attempts.make("creating " + concertId, () -> table.put(concert, Table.NONE_THERE));
    }

    /// Writes what is not as asked yet, several seats at a time. After the first failure no other
    /// write is started.
    ///
    /// @return the seats that it had to leave, by row and number
    private List<Seat> write(
            String concertId, String currency, List<PricedSeat> seats, Map<Seat, SeatItem> stored) {
        var left = new ConcurrentSkipListSet<>(BY_PLACE);
        var failure = new AtomicReference<@Nullable Throwable>();
        try (var writes = threads.open(WRITES_AT_ONCE)) {
            for (var wanted : seats) {
                var there = stored.get(wanted.seat());
                if (there != null && there.costs(wanted.price())) continue;
                if (there != null && !there.isFree()) {
                    left.add(wanted.seat());
                } else {
                    writes.execute(() -> {
                        if (failure.get() != null) return;
                        try {
                            if (!offer(concertId, currency, wanted)) left.add(wanted.seat());
                        } catch (RuntimeException | Error failed) {
                            failure.compareAndSet(null, failed);
                        }
                    });
                }
            }
        }
        return switch (failure.get()) {
            case null -> List.copyOf(left);
            case RuntimeException failed -> throw failed;
            case Throwable failed -> throw new IllegalStateException(failed);
        };
    }

    /// @return whether the seat has the price that is asked for
    private boolean offer(String concertId, String currency, PricedSeat wanted) {
        var held =
                attempts.make(
                        "offering " + wanted.seat() + " of " + concertId,
                        () ->
                                table.put(
                                        SeatItem.free(concertId, currency, wanted),
                                        "attribute_not_exists(heldBy)"));
        return held == null || SeatItem.of(held).costs(wanted.price());
    }
}
