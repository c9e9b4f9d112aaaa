package dev.millrace.eventsourcing.lambda.crac;

/// Checkpoints without a snapshot: the resources are called before the checkpoint and after the
/// restore.
public final class Core {
    private static final Context<Resource> GLOBAL = new Context<>();

    private Core() {}

    public static Context<Resource> getGlobalContext() {
        return GLOBAL;
    }

    public static void checkpointRestore() throws CheckpointException, RestoreException {
        try {
            for (var resource : GLOBAL.resources().reversed()) resource.beforeCheckpoint(GLOBAL);
        } catch (Exception failed) {
            throw new CheckpointException(failed);
        }
        try {
            for (var resource : GLOBAL.resources()) resource.afterRestore(GLOBAL);
        } catch (Exception failed) {
            throw new RestoreException(failed);
        }
    }
}
