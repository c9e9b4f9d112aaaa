package dev.millrace.booking;

import java.math.BigDecimal;

/// A seat and what it costs, in the currency of the [Tickets] it belongs to.
public record Ticket(Seat seat, BigDecimal price) {}
