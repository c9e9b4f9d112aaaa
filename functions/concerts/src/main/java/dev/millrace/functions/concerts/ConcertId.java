package dev.millrace.functions.concerts;

import dev.millrace.eventsourcing.Text;

/// What a concert's id may be.
final class ConcertId {
    static final int MOST_CHARACTERS = 100;

    private ConcertId() {}

    static boolean isOne(String text) {
        return !text.isEmpty() && Text.length(text) <= MOST_CHARACTERS;
    }
}
