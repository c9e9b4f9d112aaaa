package dev.millrace.eventsourcing;

/// A message to other systems on the bus. Its schema is public; internal events are not published.
public interface Message {

    /// The same for each publication of the same message, so that receivers can detect duplicates.
    String id();
}
