package dev.millrace.eventsourcing.testkit.simulation;

/// Ends every thread of an invocation. It is thrown again at each further call of a port, so that
/// code that catches it has no more effect.
public final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String invocation) {
        super(invocation + " crashed", null, false, false);
    }
}
