package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.Source.BeforeStart;
import dev.millrace.eventsourcing.process.Source.Routed;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A sample process for tests: it closes one [Account] and deposits the payout in another.
///
/// The key of an instance is the id of the closed account. A deposit has this id as its note, which
/// routes its event to the instance.
public final class Transfer implements StatefulProcess<Transfer.State, Transfer.Input> {
    /// The longest time that a transfer may take.
    public static final Duration DEADLINE = Duration.ofHours(1);

    static final String LATE = "late";

    /// The progress of a transfer.
    public sealed interface State {
        record Unasked() implements State {}

        record Closing(String from, String to, @Nullable String purpose) implements State {}

        record Depositing(String from, String to, BigDecimal amount) implements State {}
    }

    /// The inputs of a transfer.
    public sealed interface Input {
        /// A request from the bus.
        record Asked(String from, String to, Instant at, @Nullable String purpose)
                implements Input {}

        record PaidOut(BigDecimal amount) implements Input {}

        record Arrived() implements Input {}

        record Rejected(Account.Command command, Account.Rejection reason) implements Input {}

        record TookTooLong() implements Input {}
    }

    /// The messages that a transfer publishes.
    public sealed interface Told extends Message {
        record Transferred(String id, String to, BigDecimal amount) implements Told {}

        record TransferFailed(String id, String from, @Nullable String reason) implements Told {}
    }

    /// The events of accounts, as inputs of transfers.
    public static final Source<Account.Event, Input> ACCOUNTS =
            new Source<>(Account.TYPE, Transfer::route, true, BeforeStart.REMEMBER);

    private static Optional<Routed<Input>> route(
            Commit<Account.Event> commit, Account.Event event) {
        return switch (event) {
            case Account.Event.PaidOut(var amount) ->
                    Optional.of(new Routed<>(commit.entityId(), new Input.PaidOut(amount)));
            case Account.Event.Deposited(_, var note) ->
                    Optional.ofNullable(note).map(from -> new Routed<>(from, new Input.Arrived()));
            case Account.Event.AccountOpened _, Account.Event.AccountClosed _ -> Optional.empty();
        };
    }

    public static final ProcessType<State, Input> TYPE =
            new ProcessType<>(
                    "transfer",
                    new State.Unasked(),
                    TypeNames.of(
                            State.class,
                            named("Unasked", State.Unasked.class),
                            named("Closing", State.Closing.class),
                            named("Depositing", State.Depositing.class)),
                    TypeNames.of(
                            Input.class,
                            named("Asked", Input.Asked.class),
                            named("PaidOut", Input.PaidOut.class),
                            named("Arrived", Input.Arrived.class),
                            named("Refused", Input.Rejected.class),
                            named("TookTooLong", Input.TookTooLong.class)),
                    TypeNames.of(
                            Told.class,
                            named("Transferred", Told.Transferred.class),
                            named("TransferFailed", Told.TransferFailed.class)),
                    List.of(Account.TYPE));

    @Override
    public ProcessType<State, Input> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Input input) {
        return input instanceof Input.Asked ? Interest.START : Interest.CONTINUE;
    }

    @Override
    public Transition<State> on(State state, Input input, InputTime time) {
        return switch (input) {
            case Input.Asked(var from, var to, var at, var purpose)
                    when state instanceof State.Unasked ->
                    Transition.to(
                            new State.Closing(from, to, purpose),
                            new WakeAt(LATE, at.plus(DEADLINE), true),
                            new Send<>(Account.TYPE, from, new Account.Command.CloseAccount()));
            case Input.PaidOut(var amount)
                    when state instanceof State.Closing(var from, var to, _) ->
                    Transition.to(
                            new State.Depositing(from, to, amount),
                            new Send<>(Account.TYPE, to, new Account.Command.OpenAccount(to)),
                            new Send<>(
                                    Account.TYPE, to, new Account.Command.Deposit(amount, from)));
            case Input.Arrived() when state instanceof State.Depositing depositing ->
                    Transition.to(state, new Publish(transferred(depositing)), new Finish());
            case Input.Rejected(Account.Command.Deposit _, var reason)
                    when state instanceof State.Depositing(var from, _, _) ->
                    failed(state, from, reason.name());
            case Input.TookTooLong() when state instanceof State.Closing(var from, _, _) ->
                    failed(state, from, null);
            case Input.TookTooLong() when state instanceof State.Depositing(var from, _, _) ->
                    failed(state, from, null);
            case Input.Asked _,
                    Input.PaidOut _,
                    Input.Arrived _,
                    Input.Rejected _,
                    Input.TookTooLong _ ->
                    Transition.to(state);
        };
    }

    @Override
    public Input due(String timer) {
        return new Input.TookTooLong();
    }

    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        var account = rejection.by(Account.TYPE);
        return new Input.Rejected(account.command(), account.reason());
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return rejection.reason() == Account.Rejection.NOT_OPEN;
    }

    private static Told transferred(State.Depositing done) {
        return new Told.Transferred(Ids.of("transferred", done.from()), done.to(), done.amount());
    }

    private static Transition<State> failed(State state, String from, @Nullable String reason) {
        var message = new Told.TransferFailed(Ids.of("failed", from), from, reason);
        return Transition.to(state, new Publish(message), new Finish());
    }
}
