package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.Alphabet.letter;

import dev.millrace.eventsourcing.Alphabet;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.Source.Said;
import dev.millrace.eventsourcing.process.StatefulProcess;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A process to try things on: one [Account] is closed, and what it pays out goes to another.
///
/// The key of an instance is the account that is closed. A deposit carries it as its note, so that
/// the instance hears of it.
public final class Transfer implements StatefulProcess<Transfer.State, Transfer.Input> {
    /// How long the money may be on its way.
    public static final Duration PATIENCE = Duration.ofHours(1);

    static final String LATE = "late";

    /// How far the money came.
    public sealed interface State {
        record Unasked() implements State {}

        record Closing(String from, String to, @Nullable String purpose) implements State {}

        record Depositing(String from, String to, BigDecimal amount) implements State {}
    }

    /// What a transfer hears.
    public sealed interface Input {
        /// Somebody asks for it, on the bus.
        record Asked(String from, String to, Instant at, @Nullable String purpose)
                implements Input {}

        record PaidOut(BigDecimal amount) implements Input {}

        record Arrived() implements Input {}

        record Refused(Account.Command command, Account.Rejection reason) implements Input {}

        record TookTooLong() implements Input {}
    }

    /// What the world is told.
    public sealed interface Told extends Message {
        record Transferred(String id, String to, BigDecimal amount) implements Told {}

        record TransferFailed(String id, String from, @Nullable String reason) implements Told {}
    }

    /// What the accounts of a journal say to transfers.
    public static Source<Account.Event, Input> source(Journal<Account, Account.Event> accounts) {
        return new Source<>(Account.TYPE.name(), accounts, Transfer::read, Optional::of);
    }

    private static Optional<Said<Input>> read(Commit<Account.Event> commit, Account.Event event) {
        return switch (event) {
            case Account.Event.PaidOut(var amount) ->
                    Optional.of(new Said<>(commit.entityId(), new Input.PaidOut(amount)));
            case Account.Event.Deposited(_, var note) ->
                    Optional.ofNullable(note).map(from -> new Said<>(from, new Input.Arrived()));
            case Account.Event.AccountOpened _, Account.Event.AccountClosed _ -> Optional.empty();
        };
    }

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public State initial() {
        return new State.Unasked();
    }

    @Override
    public Interest interested(Input input) {
        return input instanceof Input.Asked ? Interest.START : Interest.CONTINUE;
    }

    @Override
    public List<Effect> react(State before, Input input) {
        return switch (input) {
            case Input.Asked(var from, _, var at, _) when before instanceof State.Unasked ->
                    List.of(
                            new WakeAt(LATE, at.plus(PATIENCE), account(from)),
                            new Send<>(Account.TYPE, from, new Account.Command.CloseAccount()));
            case Input.PaidOut(var amount)
                    when before instanceof State.Closing(var from, var to, _) ->
                    List.of(
                            new Send<>(Account.TYPE, to, new Account.Command.OpenAccount(to)),
                            new Send<>(
                                    Account.TYPE, to, new Account.Command.Deposit(amount, from)));
            case Input.Arrived() when before instanceof State.Depositing depositing ->
                    List.of(new Publish(transferred(depositing)), new Finish());
            case Input.Refused(Account.Command.Deposit _, var reason)
                    when before instanceof State.Depositing(var from, _, _) ->
                    failed(from, reason.name());
            case Input.TookTooLong() when before instanceof State.Closing(var from, _, _) ->
                    failed(from, null);
            case Input.TookTooLong() when before instanceof State.Depositing(var from, _, _) ->
                    failed(from, null);
            case Input.Asked _,
                    Input.PaidOut _,
                    Input.Arrived _,
                    Input.Refused _,
                    Input.TookTooLong _ ->
                    List.of();
        };
    }

    @Override
    public State evolve(State before, Input input) {
        return switch (input) {
            case Input.Asked(var from, var to, _, var purpose)
                    when before instanceof State.Unasked ->
                    new State.Closing(from, to, purpose);
            case Input.PaidOut(var amount)
                    when before instanceof State.Closing(var from, var to, _) ->
                    new State.Depositing(from, to, amount);
            case Input.Asked _,
                    Input.PaidOut _,
                    Input.Arrived _,
                    Input.Refused _,
                    Input.TookTooLong _ ->
                    before;
        };
    }

    @Override
    public Input due(String timer) {
        return new Input.TookTooLong();
    }

    @Override
    public Input refused(Send<?> send, Object reason) {
        return new Input.Refused((Account.Command) send.command(), (Account.Rejection) reason);
    }

    @Override
    public boolean expects(Send<?> send, Object reason) {
        return reason == Account.Rejection.NOT_OPEN;
    }

    @Override
    public Alphabet<State> states() {
        return Alphabet.of(
                State.class,
                letter("Unasked", State.Unasked.class),
                letter("Closing", State.Closing.class),
                letter("Depositing", State.Depositing.class));
    }

    @Override
    public Alphabet<Input> inputs() {
        return Alphabet.of(
                Input.class,
                letter("Asked", Input.Asked.class),
                letter("PaidOut", Input.PaidOut.class),
                letter("Arrived", Input.Arrived.class),
                letter("Refused", Input.Refused.class),
                letter("TookTooLong", Input.TookTooLong.class));
    }

    @Override
    public Alphabet<Told> messages() {
        return Alphabet.of(
                Told.class,
                letter("Transferred", Told.Transferred.class),
                letter("TransferFailed", Told.TransferFailed.class));
    }

    private static EntityRef account(String id) {
        return new EntityRef(Account.TYPE.name(), id);
    }

    private static Told transferred(State.Depositing done) {
        return new Told.Transferred(Ids.of("transferred", done.from()), done.to(), done.amount());
    }

    private static List<Effect> failed(String from, @Nullable String reason) {
        var message = new Told.TransferFailed(Ids.of("failed", from), from, reason);
        return List.of(new Publish(message), new Finish());
    }
}
