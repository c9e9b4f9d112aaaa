package dev.millrace.cli;

/// There are no AWS credentials, or AWS rejected them. The message says how to get new ones.
final class CredentialsMistake extends UserMistake {
    private static final long serialVersionUID = 1;

    private final boolean isRenewable;

    /// @param isRenewable whether a running command uses new credentials once the user has them
    CredentialsMistake(String message, boolean isRenewable) {
        super(message);
        this.isRenewable = isRenewable;
    }

    boolean isRenewable() {
        return isRenewable;
    }
}
