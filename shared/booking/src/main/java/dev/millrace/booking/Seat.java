package dev.millrace.booking;

/// A seat of a concert.
public record Seat(int row, int number) {
    @Override
    public String toString() {
        return "row " + row + " seat " + number;
    }
}
