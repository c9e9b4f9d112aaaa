package dev.millrace.eventsourcing.lambda.crac;

public final class RestoreException extends Exception {
    private static final long serialVersionUID = 1;

    RestoreException(Exception cause) {
        super(cause);
    }
}
