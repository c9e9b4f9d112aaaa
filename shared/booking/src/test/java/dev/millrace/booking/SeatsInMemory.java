package dev.millrace.booking;

import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Seats in memory. Every concert has every seat. A seat is free until a booking holds it.
final class SeatsInMemory implements Seats {
    private final Tickets tickets;
    private final Map<String, HoldAnswer> answers = new HashMap<>();
    private final Map<Seat, String> holders = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    /// @param tickets the tickets of every hold
    SeatsInMemory(Tickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public HoldAnswer hold(String bookingId, String concertId, List<Seat> seats) {
        calls.add("hold " + bookingId);
        return answers.computeIfAbsent(bookingId, _ -> answer(bookingId, seats));
    }

    @Override
    public void release(String bookingId) {
        calls.add("release " + bookingId);
        if (answers.get(bookingId) instanceof Rejected) return;
        answers.put(bookingId, new Released());
        holders.values().removeIf(bookingId::equals);
    }

    @Override
    public @Nullable HoldAnswer answer(String bookingId) {
        return answers.get(bookingId);
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    /// The bookings that hold a seat now.
    List<String> holders() {
        return holders.values().stream().distinct().sorted().toList();
    }

    private HoldAnswer answer(String bookingId, List<Seat> seats) {
        for (var seat : seats)
            if (holders.containsKey(seat)) return new Rejected(seat + " is taken");
        for (var seat : seats) holders.put(seat, bookingId);
        return new Held(tickets, Examples.DEADLINE);
    }
}
