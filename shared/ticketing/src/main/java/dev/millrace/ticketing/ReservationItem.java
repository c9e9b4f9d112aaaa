package dev.millrace.ticketing;

import static java.util.Objects.requireNonNull;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The item of a booking's reservation: the answer that the booking got. A released reservation
/// still has the tickets that it held.
final class ReservationItem {
    static final String HELD = "HELD";
    static final String RELEASED = "RELEASED";
    private static final String REFUSED = "REFUSED";

    private ReservationItem() {}

    static Map<String, AttributeValue> held(String bookingId, String concertId, Held answer) {
        var tickets = answer.tickets();
        var written = tickets.tickets().stream().map(ReservationItem::written).toList();
        return item(
                bookingId,
                HELD,
                Map.of(
                        "concert", fromS(concertId),
                        "currency", fromS(tickets.currency()),
                        "deadline", fromS(answer.deadline().toString()),
                        "tickets", fromL(written)));
    }

    static Map<String, AttributeValue> rejected(
            String bookingId, String concertId, Rejected answer) {
        return item(
                bookingId,
                REFUSED,
                Map.of("concert", fromS(concertId), "reason", fromS(answer.reason())));
    }

    static Map<String, AttributeValue> released(String bookingId) {
        return item(bookingId, RELEASED, Map.of());
    }

    private static Map<String, AttributeValue> item(
            String bookingId, String answer, Map<String, AttributeValue> rest) {
        var item = new HashMap<>(Keys.reservation(bookingId));
        item.put("answer", fromS(answer));
        item.putAll(rest);
        return item;
    }

    private static AttributeValue written(Ticket ticket) {
        return fromM(
                Map.of(
                        "row", fromN(Integer.toString(ticket.seat().row())),
                        "number", fromN(Integer.toString(ticket.seat().number())),
                        "price", SeatItem.price(ticket.price())));
    }

    static HoldAnswer answer(Item item) {
        return switch (item.text("answer")) {
            case HELD -> new Held(tickets(item), Instant.parse(item.text("deadline")));
            case REFUSED -> new Rejected(item.text("reason"));
            case RELEASED -> new Released();
            case String unknown ->
                    throw new IllegalStateException("a reservation cannot be " + unknown);
        };
    }

    private static Tickets tickets(Item item) {
        var tickets = requireNonNull(item.attributes().get("tickets")).l();
        return new Tickets(
                tickets.stream().map(ReservationItem::ticket).toList(), item.text("currency"));
    }

    private static Ticket ticket(AttributeValue value) {
        var ticket = new Item(value.m());
        return new Ticket(
                new Seat((int) ticket.number("row"), (int) ticket.number("number")),
                new BigDecimal(ticket.text("price")));
    }
}
