package dev.millrace.eventsourcing.process;

/// A source of the inputs of a process, besides its timers and the outcomes of its commands.
///
/// @param <I> the inputs of the process
public sealed interface Subscription<I> permits Source, BusInput {}
