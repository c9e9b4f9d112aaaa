package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.Alphabet.letter;

import dev.millrace.eventsourcing.Alphabet;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Message;
import java.util.List;

/// What is kept of a step: no state, no inputs, only that a commit is parked.
///
/// @param name the step's
public record StepInstances(String name)
        implements StatefulProcess<StepInstances.Nothing, StepInstances.Nothing> {

    /// There is none.
    public record Nothing() implements Message {
        @Override
        public String id() {
            return "";
        }
    }

    private static final Alphabet<Nothing> NOTHING =
            Alphabet.of(Nothing.class, letter("Nothing", Nothing.class));

    @Override
    public Nothing initial() {
        return new Nothing();
    }

    @Override
    public Interest interested(Nothing input) {
        return Interest.NONE;
    }

    @Override
    public Nothing evolve(Nothing state, Nothing input) {
        return state;
    }

    @Override
    public List<Effect> react(Nothing before, Nothing input) {
        return List.of();
    }

    @Override
    public Nothing due(String timer) {
        return new Nothing();
    }

    @Override
    public Nothing refused(Send<?> send, Object reason) {
        return new Nothing();
    }

    @Override
    public boolean expects(Send<?> send, Object reason) {
        return false;
    }

    @Override
    public Alphabet<Nothing> states() {
        return NOTHING;
    }

    @Override
    public Alphabet<Nothing> inputs() {
        return NOTHING;
    }

    @Override
    public Alphabet<Nothing> messages() {
        return NOTHING;
    }
}
