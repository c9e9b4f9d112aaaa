package dev.millrace.cli;

/// Something the user can put right: the message says what, where and how, in one line.
public class UserMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserMistake(String message) {
        super(Printable.line(message));
    }
}
