package dev.millrace.eventsourcing.process;

/// Where the inputs of a process come from, besides its timers and rejections.
///
/// @param <I> the inputs of the process
public sealed interface Subscription<I> permits Source, BusInput {}
