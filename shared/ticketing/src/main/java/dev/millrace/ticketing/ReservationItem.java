package dev.millrace.ticketing;

import static dev.millrace.ticketing.Keys.text;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Refused;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The reservation of a booking: the answer it was given, kept for good. A released one still shows
/// what it held.
final class ReservationItem {
    static final String HELD = "HELD";
    static final String RELEASED = "RELEASED";
    private static final String REFUSED = "REFUSED";

    private ReservationItem() {}

    static Map<String, AttributeValue> held(String bookingId, String concertId, Held answer) {
        var tickets = answer.tickets();
        return item(
                bookingId,
                HELD,
                Map.of(
                        "concert", text(concertId),
                        "currency", text(tickets.currency()),
                        "deadline", text(answer.deadline().toString()),
                        "tickets",
                                AttributeValue.fromL(
                                        tickets.tickets().stream()
                                                .map(ReservationItem::written)
                                                .toList())));
    }

    static Map<String, AttributeValue> refused(String bookingId, String concertId, Refused answer) {
        return item(
                bookingId,
                REFUSED,
                Map.of("concert", text(concertId), "reason", text(answer.reason())));
    }

    static Map<String, AttributeValue> released(String bookingId) {
        return item(bookingId, RELEASED, Map.of());
    }

    static HoldAnswer answer(Item item) {
        return switch (item.text("answer")) {
            case HELD ->
                    new Held(
                            new Tickets(
                                    Objects.requireNonNull(item.attributes().get("tickets"))
                                            .l()
                                            .stream()
                                            .map(ReservationItem::read)
                                            .toList(),
                                    item.text("currency")),
                            Instant.parse(item.text("deadline")));
            case REFUSED -> new Refused(item.text("reason"));
            case RELEASED -> new Released();
            case String unknown ->
                    throw new IllegalStateException("a reservation cannot be " + unknown);
        };
    }

    /// The concert of a booking that was held or refused.
    static String concert(Item item) {
        return item.text("concert");
    }

    private static Map<String, AttributeValue> item(
            String bookingId, String answer, Map<String, AttributeValue> rest) {
        var item = new HashMap<>(Keys.reservation(bookingId));
        item.put("answer", text(answer));
        item.putAll(rest);
        return item;
    }

    private static AttributeValue written(Ticket ticket) {
        return AttributeValue.fromM(
                Map.of(
                        "row", AttributeValue.fromN(Integer.toString(ticket.seat().row())),
                        "number", AttributeValue.fromN(Integer.toString(ticket.seat().number())),
                        "price", SeatItem.price(ticket.price())));
    }

    private static Ticket read(AttributeValue value) {
        var ticket = new Item(value.m());
        return new Ticket(
                new Seat((int) ticket.number("row"), (int) ticket.number("number")),
                new BigDecimal(ticket.text("price")));
    }
}
