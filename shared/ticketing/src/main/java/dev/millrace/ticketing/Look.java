package dev.millrace.ticketing;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats.HoldAnswer.Refused;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.ticketing.Attempts.Busy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// What one consistent read shows of a booking's reservation and of the seats it wants. The items
/// are read one by one, not as one moment: whoever writes on this ground makes it a condition.
record Look(Optional<Item> reservation, List<Seat> wanted, Map<Seat, SeatItem> found) {

    static Look at(
            DynamoDbClient dynamoDb,
            String table,
            String bookingId,
            String concertId,
            List<Seat> wanted) {
        var keys = new ArrayList<Map<String, AttributeValue>>();
        keys.add(Keys.reservation(bookingId));
        wanted.forEach(seat -> keys.add(Keys.seat(concertId, seat)));
        var read = KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
        var answer = dynamoDb.batchGetItem(get -> get.requestItems(Map.of(table, read)));
        if (!answer.unprocessedKeys().isEmpty()) {
            throw new Busy("only a part was read");
        }
        var reservation = Optional.<Item>empty();
        var found = new HashMap<Seat, SeatItem>();
        for (var attributes : answer.responses().getOrDefault(table, List.of())) {
            var item = new Item(attributes);
            if (Keys.isSeat(item)) {
                found.put(Keys.seat(item), SeatItem.of(item));
            } else {
                reservation = Optional.of(item);
            }
        }
        return new Look(reservation, wanted, found);
    }

    /// The seats as wanted, in the order they were asked for.
    List<SeatItem> seats() {
        return wanted.stream().map(found::get).toList();
    }

    boolean knowsNoSeat() {
        return found.isEmpty();
    }

    /// Why the seats cannot be held, in words for people, seats in the order they were asked for.
    Optional<Refused> refusal() {
        var unknown = named(seat -> !found.containsKey(seat));
        var taken = named(seat -> found.containsKey(seat) && !found.get(seat).isFree());
        var reasons = new ArrayList<String>();
        if (!unknown.isEmpty()) {
            reasons.add("there is no " + unknown);
        }
        if (!taken.isEmpty()) {
            reasons.add("already taken: " + taken);
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refused(String.join("; ", reasons)));
    }

    private String named(Predicate<Seat> which) {
        return wanted.stream().filter(which).map(Seat::toString).collect(Collectors.joining(", "));
    }
}
