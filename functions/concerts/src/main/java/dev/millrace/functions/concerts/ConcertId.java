package dev.millrace.functions.concerts;

/// What a concert's id may be.
final class ConcertId {
    private ConcertId() {}

    static boolean isOne(String text) {
        return !text.isEmpty() && text.length() <= 100;
    }
}
