package dev.millrace.booking;

import java.math.BigDecimal;
import java.util.List;

/// The priced seats of a booking, in one currency.
public record Tickets(List<Ticket> tickets, String currency) {
    public Tickets {
        tickets = List.copyOf(tickets);
    }

    /// What all of them cost together.
    public Money total() {
        return new Money(
                tickets.stream().map(Ticket::price).reduce(BigDecimal.ZERO, BigDecimal::add),
                currency);
    }
}
