package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.EVENTS;

import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.Money;
import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.Commit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An event in the JSON of the API, which does not change when the persisted JSON does.
record EventJson(
        long seq,
        int index,
        String type,
        Instant at,
        Object data,
        String commandId,
        String correlationId,
        @Nullable String causationId) {

    static Stream<EventJson> of(Commit<BookingEvent> commit) {
        return IntStream.range(0, commit.events().size()).mapToObj(index -> of(commit, index));
    }

    private static EventJson of(Commit<BookingEvent> commit, int index) {
        var event = commit.events().get(index);
        return new EventJson(
                commit.seq(),
                index,
                EVENTS.nameOf(event),
                commit.at(),
                data(event),
                commit.commandId(),
                commit.correlationId(),
                commit.causationId());
    }

    private record Placed(String clientId, String concertId, List<Seat> seats) {}

    private record Confirmed(
            List<TicketJson> tickets, String currency, @Nullable Instant expiresAt) {}

    private record Reasoned(@Nullable String reason) {}

    private record Paid(
            String paymentId,
            String payer,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable BigDecimal overpaid) {}

    private static Object data(BookingEvent event) {
        return switch (event) {
            case BookingPlaced(var client, var concert, var seats) ->
                    new Placed(client, concert, seats);
            case BookingConfirmed(var tickets, var expiresAt) ->
                    new Confirmed(TicketJson.of(tickets), tickets.currency(), expiresAt);
            case BookingDenied(var reason) -> new Reasoned(reason);
            case BookingCancelled(var reason) -> new Reasoned(reason);
            case BookingPaid(var id, var payer, var money, var overpaid) ->
                    new Paid(
                            id,
                            payer,
                            amount(money),
                            money == null ? null : money.currency(),
                            amount(overpaid));
            case BookingSettled _, BookingExpired _ -> Map.of();
        };
    }

    private static @Nullable BigDecimal amount(@Nullable Money money) {
        return money == null ? null : money.amount();
    }
}
