package dev.millrace.cli;

/// There are no credentials for AWS, or AWS does not take them. The message says how to get others.
final class CredentialsMistake extends UserMistake {
    private static final long serialVersionUID = 1;

    private final boolean isRenewable;

    /// @param isRenewable whether a command that runs takes those that the user gets meanwhile
    CredentialsMistake(String message, boolean isRenewable) {
        super(message);
        this.isRenewable = isRenewable;
    }

    boolean isRenewable() {
        return isRenewable;
    }
}
