package dev.millrace.eventsourcing;

/// What is told to the world on the bus: a public schema, never an internal event.
public interface Message {

    /// Stable: the same message published again has the same id, and whoever hears it knows it by
    /// that.
    String id();
}
