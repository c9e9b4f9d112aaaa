package dev.millrace.eventsourcing.lambda.crac;

public final class CheckpointException extends Exception {
    private static final long serialVersionUID = 1;

    CheckpointException(Exception cause) {
        super(cause);
    }
}
