package dev.millrace.ticketing;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The keys of the table. A concert shares a partition with its seats. Each booking has its own.
final class Keys {
    static final String RESERVATION = "Reservation";
    private static final String SEAT = "Seat#";
    private static final String BOOKING = "Booking#";

    private Keys() {}

    static AttributeValue partition(String concertId) {
        return fromS("Concert#" + concertId);
    }

    static Map<String, AttributeValue> concert(String concertId) {
        return Map.of("pk", partition(concertId), "sk", fromS("Concert"));
    }

    /// The digits are padded, so that a query returns the seats by row and number.
    static Map<String, AttributeValue> seat(String concertId, Seat seat) {
        var place = padded(seat.row()) + "#" + padded(seat.number());
        return Map.of("pk", partition(concertId), "sk", fromS(SEAT + place));
    }

    /// A format would load the data of a locale at a cold start.
    private static String padded(int number) {
        var digits = String.valueOf(number);
        return "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    }

    static Map<String, AttributeValue> reservation(String bookingId) {
        return Map.of("pk", fromS(BOOKING + bookingId), "sk", fromS(RESERVATION));
    }

    /// The booking of a reservation.
    static String booking(Item reservation) {
        return reservation.text("pk").substring(BOOKING.length());
    }

    /// A key as text. No sort key has a space.
    static String text(Item key) {
        return key.text("sk") + " " + key.text("pk");
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException if [#text] did not write it
    static Map<String, AttributeValue> parse(String text) {
        var space = text.indexOf(' ');
        if (space < 0) throw new IllegalArgumentException("no key: " + text);
        return Map.of(
                "sk", fromS(text.substring(0, space)), "pk", fromS(text.substring(space + 1)));
    }

    static boolean isSeat(Item item) {
        return item.text("sk").startsWith(SEAT);
    }

    static Seat seat(Item item) {
        var place = item.text("sk").substring(SEAT.length()).split("#", 2);
        return new Seat(Integer.parseInt(place[0]), Integer.parseInt(place[1]));
    }
}
