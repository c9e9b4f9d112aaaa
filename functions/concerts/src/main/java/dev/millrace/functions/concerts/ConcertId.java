package dev.millrace.functions.concerts;

import dev.millrace.eventsourcing.Text;

/// What a concert's id may be.
final class ConcertId {
    private ConcertId() {}

    static boolean isOne(String text) {
        return !text.isEmpty() && Text.length(text) <= 100;
    }
}
