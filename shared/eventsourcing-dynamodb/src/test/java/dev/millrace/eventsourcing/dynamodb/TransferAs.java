package dev.millrace.eventsourcing.dynamodb;

import dev.millrace.eventsourcing.Alphabet;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.testkit.Transfer;
import dev.millrace.eventsourcing.testkit.Transfer.Input;
import dev.millrace.eventsourcing.testkit.Transfer.State;
import java.util.List;

/// The transfer under another name, or as other code knows it.
record TransferAs(
        String name,
        Alphabet<State> states,
        Alphabet<Input> inputs,
        Alphabet<? extends Message> messages)
        implements StatefulProcess<State, Input> {
    private static final Transfer TRANSFER = new Transfer();

    TransferAs(String name) {
        this(name, TRANSFER.states(), TRANSFER.inputs(), TRANSFER.messages());
    }

    @Override
    public State initial() {
        return TRANSFER.initial();
    }

    @Override
    public Interest interested(Input input) {
        return TRANSFER.interested(input);
    }

    @Override
    public State evolve(State state, Input input) {
        return TRANSFER.evolve(state, input);
    }

    @Override
    public List<Effect> react(State before, Input input) {
        return TRANSFER.react(before, input);
    }

    @Override
    public Input due(String timer) {
        return TRANSFER.due(timer);
    }

    @Override
    public Input refused(Send<?> send, Object reason) {
        return TRANSFER.refused(send, reason);
    }

    @Override
    public boolean expects(Send<?> send, Object reason) {
        return TRANSFER.expects(send, reason);
    }
}
