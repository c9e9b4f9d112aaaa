package dev.millrace.eventsourcing.lambda.snapstart;

/// A function's part, played for nobody, on a [MadeUpAws].
public interface Rehearsal {
    /// Does what the function's first events will ask of it.
    ///
    /// @param id of a booking, a concert or whatever it is about: another each time
    void play(String id);

    /// Reads once from the real AWS something that is not there: finds the host, the credentials
    /// and the way to both.
    void read();
}
