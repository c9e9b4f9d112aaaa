package dev.millrace.ticketing;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The keys of the one table. A concert shares a partition with its seats; a booking has its own.
final class Keys {
    private static final String SEAT = "Seat#";

    private Keys() {}

    static AttributeValue partition(String concertId) {
        return fromS("Concert#" + concertId);
    }

    static Map<String, AttributeValue> concert(String concertId) {
        return Map.of("pk", partition(concertId), "sk", fromS("Concert"));
    }

    /// Padded, so that a query meets the seats by row and number.
    static Map<String, AttributeValue> seat(String concertId, Seat seat) {
        var place = String.format(Locale.ROOT, "%05d#%05d", seat.row(), seat.number());
        return Map.of("pk", partition(concertId), "sk", fromS(SEAT + place));
    }

    static Map<String, AttributeValue> reservation(String bookingId) {
        return Map.of("pk", fromS("Booking#" + bookingId), "sk", fromS("Reservation"));
    }

    static boolean isSeat(Item item) {
        return item.text("sk").startsWith(SEAT);
    }

    static Seat seat(Item item) {
        var place = item.text("sk").substring(SEAT.length()).split("#", 2);
        return new Seat(Integer.parseInt(place[0]), Integer.parseInt(place[1]));
    }
}
