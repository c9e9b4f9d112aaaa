package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import java.util.function.Consumer;

/// Something without state that is done with every commit of a journal. It must bear any order,
/// and, unless it is delivered at most once, any repeat.
public interface CommitStep<E> {

    /// Persisted where it is parked: a rename is a new step.
    String name();

    /// Does it.
    ///
    /// @throws dev.millrace.eventsourcing.Outage where the world did not answer: the same commit
    ///   comes again
    void run(Commit<E> commit);

    default Delivery delivery() {
        return Delivery.AT_LEAST_ONCE;
    }

    default OnDefect onDefect() {
        return OnDefect.PARK;
    }

    static <E> CommitStep<E> of(String name, Consumer<Commit<E>> work) {
        return new CommitStep<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void run(Commit<E> commit) {
                work.accept(commit);
            }
        };
    }
}
