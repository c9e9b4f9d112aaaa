package dev.millrace.ticketing;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The result of one read: seats, in the order of the read, and the one item that is not a seat.
///
/// @param other the seats' concert, or the reservation of the booking that wants them; null if
///   there is none
record Found(@Nullable Item other, Map<Seat, SeatItem> seats) {
    static Found of(Iterable<Map<String, AttributeValue>> items) {
        Item other = null;
        var seats = new LinkedHashMap<Seat, SeatItem>();
        for (var attributes : items) {
            var item = new Item(attributes);
            if (Keys.isSeat(item)) seats.put(Keys.seat(item), SeatItem.of(item));
            else other = item;
        }
        return new Found(other, seats);
    }
}
