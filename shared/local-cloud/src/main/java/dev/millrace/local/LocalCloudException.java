package dev.millrace.local;

/// A mistake that the user can correct. The message is one line that says what is wrong, where, and
/// what to do. Any other failure is a defect and has another exception type.
public final class LocalCloudException extends RuntimeException {
    public LocalCloudException(String message) {
        super(message);
    }

    public LocalCloudException(String message, Throwable cause) {
        super(message, cause);
    }
}
