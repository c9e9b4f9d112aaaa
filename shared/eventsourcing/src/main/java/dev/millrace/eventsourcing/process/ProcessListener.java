package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance.Parked;

/// Receives what the processes do, for logs and metrics. It must not throw.
public interface ProcessListener {
    /// Does nothing.
    ProcessListener NONE = new ProcessListener() {};

    /// A process begins to handle a commit or an input.
    ///
    /// @param entity type and id of the entity that it is about: `Parcel#4k2…`
    /// @param causationId of the commit's first event, or of the input
    /// @return a step, which the host closes when the work ends
    default Step begin(String process, String entity, String correlationId, String causationId) {
        return Step.NONE;
    }

    default Step begin(String process, EntityRef entity, Commit<?> commit) {
        return begin(process, entity.toString(), commit.correlationId(), commit.eventId(0));
    }

    /// The work of one process on one commit or input.
    interface Step extends AutoCloseable {
        Step NONE =
                new Step() {
                    @Override
                    public void done() {}

                    @Override
                    public void close() {}
                };

        /// The work succeeded. A step that is closed without it has failed.
        void done();

        @Override
        void close();
    }

    /// A command was rejected, and the process that sent it does not expect that. The process
    /// receives the rejection like any other.
    default void rejected(Trace trace, Rejection<?, ?> rejection) {}

    /// A message was published.
    ///
    /// @param name its persisted name
    default void published(String process, String name, Publish publish) {}

    /// The work on a commit, an input or an effect failed in all immediate tries. Then it is parked
    /// or skipped, which is reported as well.
    default void failed(String process, String instance, String what, Throwable defect) {}

    /// A commit, an input or an effect was parked, because it failed in all immediate tries.
    default void parked(String process, String instance, Parked parked) {}

    /// Something was dropped for good: by the policy of the process, by an operator, or because the
    /// target of a command is erased.
    default void skipped(String process, String instance, String what, String reason) {}

    /// Another writer changed an instance first. It is read again, and the work is repeated.
    default void conflicted(String process, String instance) {}

    /// A commit of an entity that is not the instance's home was ignored: its time is at or below
    /// the floor, so it counts as handled.
    default void belowFloor(String process, String instance, String commit) {}

    /// An input from the bus concerns no instance.
    default void ignored(String process, String input, String correlationId) {}

    /// One message from the bus was for two instances. Both handle it.
    ///
    /// @param entity that the message is for now: `Parcel#4k2…`
    /// @param other that the message was for before
    default void receivedTwice(String process, String input, String entity, String other) {}
}
