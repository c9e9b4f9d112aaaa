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

/// Puts the seats of concerts on sale, and shows concerts with their seats.
///
/// [#put] costs one query (one read unit per 4 KB, 13 for 1,000 seats), one write unit for each
/// seat that is new or gets another price, and one more for a new concert. Putting the same again
/// only reads. [#find] costs one query at half of these read units.
public final class ConcertCatalog {
    /// The most seats of a concert: an answer shows all of them at once. Concurrent calls may
    /// exceed it by the seats that they add.
    public static final int MOST_SEATS = 50_000;

    private static final int MOST_WRITES_AT_ONCE = 16;

    /// Each parallel write of a cold function opens a connection, which takes longer than some
    /// writes on an open one.
    private static final int SEATS_PER_CONNECTION = 8;

    private static final Comparator<Seat> BY_PLACE =
            Comparator.comparingInt(Seat::row).thenComparingInt(Seat::number);

    private final Table table;
    private final Attempts attempts;
    private final Threads threads;

    /// @param backoff must be thread-safe
    public ConcertCatalog(DynamoDbClient dynamoDb, String table, Backoff backoff, Threads threads) {
        this.table = new Table(dynamoDb, table);
        this.attempts = new Attempts(backoff);
        this.threads = threads;
    }

    /// The result of [#put].
    public sealed interface PutAnswer {

        /// The concert is new and has all the seats.
        record Created() implements PutAnswer {}

        /// The concert existed. It has all the seats at the given prices.
        record Updated() implements PutAnswer {}

        /// These seats are held and keep their prices. All others have the given prices.
        record SeatsHeld(List<Seat> seats) implements PutAnswer {
            public SeatsHeld {
                seats = List.copyOf(seats);
            }
        }

        /// The concert sells in another currency. Nothing was written.
        record OtherCurrency(String currency) implements PutAnswer {}

        /// The concert would have more than [#MOST_SEATS] seats. Nothing was written.
        record TooManySeats() implements PutAnswer {}
    }

    /// Puts seats on sale, seat by seat: new ones are added, free ones get the new price, held ones
    /// keep theirs. Other seats of the concert stay as they are, and no seat is ever removed.
    /// Prices are compared by value: 5.0 is 5.00.
    ///
    /// The first call for a concert fixes its currency.
    ///
    /// @param seats must all be different
    /// @throws dev.millrace.eventsourcing.Outage if DynamoDB did not answer: some of the seats may
    ///   have been written, and putting the same again writes the others
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

    /// A concert with all its seats; empty if it is unknown. The read is eventually consistent:
    /// bookings may hold or free seats anyway before the client sees the answer.
    public Optional<Concert> find(String concertId) {
        var stored = read(concertId, false);
        var seats = stored.seats().values().stream().map(SeatItem::place).toList();
        return Optional.ofNullable(stored.other())
                .map(concert -> new Concert(concertId, concert.text("currency"), seats));
    }

    private Found read(String concertId, boolean consistent) {
        return attempts.make("reading " + concertId, () -> table.concert(concertId, consistent));
    }

    /// @return the concert, if it already exists; null if it was created
    private @Nullable Item create(String concertId, String currency) {
        var concert = new HashMap<>(Keys.concert(concertId));
        concert.put("currency", fromS(currency));
        return attempts.make("creating " + concertId, () -> table.put(concert, Table.NONE_THERE));
    }

    /// Writes the seats that are new or get another price, in parallel from 16 wanted seats on.
    /// After the first failure no other write is started.
    ///
    /// @return the held seats that keep another price than the wanted one, by row and number
    private List<Seat> write(
            String concertId, String currency, List<PricedSeat> seats, Map<Seat, SeatItem> stored) {
        var left = new ConcurrentSkipListSet<>(BY_PLACE);
        var failure = new AtomicReference<@Nullable Throwable>();
        var atOnce = Math.clamp(seats.size() / SEATS_PER_CONNECTION, 1, MOST_WRITES_AT_ONCE);
        try (var writes = threads.open(atOnce)) {
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

    /// @return whether the seat now has the wanted price
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
