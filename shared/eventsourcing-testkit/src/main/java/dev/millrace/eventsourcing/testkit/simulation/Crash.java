package dev.millrace.eventsourcing.testkit.simulation;

/// Ends every thread of an invocation. Each further call of a port throws it again, so that code
/// that catches it has no more effect.
public final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String invocation) {
        super(invocation + " crashed", null, false, false);
    }
}
