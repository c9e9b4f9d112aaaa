package dev.millrace.local;

/// A mistake its user can mend: the message is one line that says what is wrong, where, and what to
/// do. Anything else that goes wrong is a defect and comes as another exception.
public final class LocalCloudException extends RuntimeException {
    public LocalCloudException(String message) {
        super(message);
    }

    public LocalCloudException(String message, Throwable cause) {
        super(message, cause);
    }
}
