package dev.millrace.eventsourcing;

/// A row that cannot be read. A sweep or a listing reports such a row and goes on with the others.
///
/// @param row the row's key
public record Unreadable(String row, RuntimeException cause) {
    @Override
    public String toString() {
        return row + ": " + cause;
    }
}
