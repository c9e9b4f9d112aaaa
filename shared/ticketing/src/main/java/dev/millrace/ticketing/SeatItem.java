package dev.millrace.ticketing;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Ticket;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The item of a seat: its price, and the booking that holds it.
///
/// @param heldBy the booking; null if the seat is free
record SeatItem(Seat seat, BigDecimal price, String currency, @Nullable String heldBy) {

    /// Prices are stored as text: this keeps their digits, and a condition can compare them.
    static AttributeValue price(BigDecimal price) {
        return fromS(price.toPlainString());
    }

    static Map<String, AttributeValue> free(String concertId, String currency, PricedSeat seat) {
        var item = new HashMap<>(Keys.seat(concertId, seat.seat()));
        item.put("price", price(seat.price()));
        item.put("currency", fromS(currency));
        return item;
    }

    static SeatItem of(Item item) {
        return new SeatItem(
                Keys.seat(item),
                new BigDecimal(item.text("price")),
                item.text("currency"),
                item.textOrNull("heldBy"));
    }

    boolean isFree() {
        return heldBy == null;
    }

    boolean costs(BigDecimal other) {
        return price.compareTo(other) == 0;
    }

    Ticket ticket() {
        return new Ticket(seat, price);
    }

    Concert.Place place() {
        return new Concert.Place(seat, price, isFree());
    }
}
