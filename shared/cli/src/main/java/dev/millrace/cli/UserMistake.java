package dev.millrace.cli;

/// An error that the user can correct. The message says in one line what is wrong, where, and what
/// to do.
public class UserMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserMistake(String message) {
        super(Printable.line(message));
    }
}
