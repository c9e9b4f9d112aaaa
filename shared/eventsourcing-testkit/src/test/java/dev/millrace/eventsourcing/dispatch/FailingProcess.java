package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.util.function.BiConsumer;

/// A process with a temporary defect, during which some inputs fail.
///
/// @param check receives the name of the process and an input; throws if the input must fail now
record FailingProcess<S, I>(StatefulProcess<S, I> process, BiConsumer<String, Object> check)
        implements StatefulProcess<S, I> {
    @Override
    public ProcessType<S, I> type() {
        return process.type();
    }

    @Override
    public Interest interest(I input) {
        return process.interest(input);
    }

    @Override
    public Transition<S> on(S state, I input, InputTime time) {
        check.accept(type().name(), input);
        return process.on(state, input, time);
    }

    @Override
    public I due(String timer) {
        return process.due(timer);
    }

    @Override
    public I rejected(Rejection<?, ?> rejection) {
        return process.rejected(rejection);
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return process.expects(rejection);
    }

    @Override
    public I accepted(Send<?> send) {
        return process.accepted(send);
    }
}
