package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import java.util.List;

/// The persisted names of a process: its own, and those of its states, inputs and messages.
///
/// @param name in the key of every instance, in every command id and in every commit that the
///   process causes: a renamed process is a new process
/// @param initial the state before the first input
/// @param inputs those from the bus are stored while they cannot be handled
/// @param messages those it publishes
/// @param commands the entities it sends commands to
public record ProcessType<S, I>(
        String name,
        S initial,
        TypeNames<S> states,
        TypeNames<I> inputs,
        TypeNames<? extends Message> messages,
        List<EntityType<?, ?, ?, ?>> commands) {
    /// For a process that publishes nothing.
    public static final TypeNames<? extends Message> NO_MESSAGES = Nothing.NAMES;

    /// The state and the input of a process that has none.
    public record Nothing() implements Message {
        private static final TypeNames<Nothing> NAMES =
                TypeNames.of(Nothing.class, TypeNames.named("Nothing", Nothing.class));

        @Override
        public String id() {
            return "";
        }
    }

    /// A process, a view or a stream that stores only what is parked.
    public static ProcessType<Nothing, Nothing> withoutState(String name) {
        return new ProcessType<>(
                name, new Nothing(), Nothing.NAMES, Nothing.NAMES, Nothing.NAMES, List.of());
    }
}
