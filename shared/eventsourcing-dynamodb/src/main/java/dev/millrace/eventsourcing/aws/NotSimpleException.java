package dev.millrace.eventsourcing.aws;

/// A value, a type or a text that only Jackson's data binding can decide about.
final class NotSimpleException extends Exception {
    NotSimpleException() {
        super(null, null, false, false);
    }
}
