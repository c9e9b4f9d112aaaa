package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect;
import java.util.List;

/// The answer of a process to an input: its next state, and the effects it owes, in order.
public record Transition<S>(S state, List<Effect> effects) {
    public Transition {
        effects = List.copyOf(effects);
    }

    public static <S> Transition<S> to(S state, Effect... effects) {
        return new Transition<>(state, List.of(effects));
    }

    public static <S> Transition<S> to(S state, List<? extends Effect> effects) {
        return new Transition<>(state, List.copyOf(effects));
    }
}
