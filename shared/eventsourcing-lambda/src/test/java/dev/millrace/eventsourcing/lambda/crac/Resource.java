package dev.millrace.eventsourcing.lambda.crac;

/// Whoever wants to be told.
public interface Resource {
    void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

    void afterRestore(Context<? extends Resource> context) throws Exception;
}
