package dev.millrace.functions.concerts;

import dev.millrace.eventsourcing.Text;

/// The rule for the ids of concerts.
final class ConcertId {
    static final int MOST_CHARACTERS = 100;

    private ConcertId() {}

    static boolean isOne(String text) {
        return !text.isEmpty() && Text.length(text) <= MOST_CHARACTERS;
    }
}
