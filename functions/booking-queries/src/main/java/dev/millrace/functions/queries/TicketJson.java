package dev.millrace.functions.queries;

import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import java.math.BigDecimal;
import java.util.List;

/// A ticket in the JSON of the API.
record TicketJson(int row, int number, BigDecimal price) {

    static List<TicketJson> of(Tickets tickets) {
        return tickets.tickets().stream().map(TicketJson::of).toList();
    }

    private static TicketJson of(Ticket ticket) {
        return new TicketJson(ticket.seat().row(), ticket.seat().number(), ticket.price());
    }
}
