package dev.millrace.eventsourcing.lambda.crac;

/// Is called before a checkpoint and after a restore.
public interface Resource {
    void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

    void afterRestore(Context<? extends Resource> context) throws Exception;
}
