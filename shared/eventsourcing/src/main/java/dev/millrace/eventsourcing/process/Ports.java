package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.SentBefore;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewType;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All ports of a service's processes and views. An implementation creates a port when it is first
/// asked for, so that a function needs only the tables that it uses.
public interface Ports {
    /// Sends a command and returns its outcome, as [dev.millrace.eventsourcing.Entities#send] does.
    ///
    /// @param sentBefore when the command may have been sent; null if this is the first time
    <C> Outcome<?, ?> send(Send<C> send, Trace trace, @Nullable SentBefore sentBefore);

    /// Applies a commit from a stream to the cached state, as
    /// [dev.millrace.eventsourcing.Entities#learn] does.
    <S, C, E, R> void learn(EntityType<S, C, E, R> type, Commit<E> commit);

    <S, E> Journal<S, E> journal(EntityType<S, ?, E, ?> type);

    <S, I> ProcessStore<S, I> instances(ProcessType<S, I> type);

    /// Reads instances of several processes together, as [ProcessStore#load] reads each. One that
    /// cannot be read fails when it is asked for, not here.
    LoadedInstances load(List<LoadedInstances.Key> keys);

    <V> ViewStore<V> rows(ViewType<V, ?> view);

    Bus bus();

    InstantSource clock();

    Backoff backoff();

    ProcessListener listener();
}
