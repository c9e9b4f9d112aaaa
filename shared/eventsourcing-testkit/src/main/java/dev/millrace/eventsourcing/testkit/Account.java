package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.Decision.accept;
import static dev.millrace.eventsourcing.Decision.reject;
import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.TypeNames;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A sample entity for tests: an account is opened, receives deposits and is closed.
///
/// Its rules deliberately do *not* make a deposit idempotent: only the command id keeps a deposit
/// from being applied twice.
public sealed interface Account {
    record None() implements Account {}

    record Open(String owner, BigDecimal balance) implements Account {}

    record Closed(String owner) implements Account {}

    /// The commands of an account.
    sealed interface Command {
        record OpenAccount(String owner) implements Command {}

        record Deposit(BigDecimal amount, @Nullable String note) implements Command {}

        record CloseAccount() implements Command {}
    }

    /// The events of an account.
    sealed interface Event {
        record AccountOpened(String owner) implements Event {}

        record Deposited(BigDecimal amount, @Nullable String note) implements Event {}

        record PaidOut(BigDecimal amount) implements Event {}

        record AccountClosed() implements Event {}
    }

    enum Rejection {
        ALREADY_OPEN,
        NOT_OPEN
    }

    EntityType<Account, Command, Event, Rejection> TYPE = typeWithSnapshots(1);

    /// The same type with another snapshot version. Code raises the version when the shape of its
    /// states changes.
    static EntityType<Account, Command, Event, Rejection> typeWithSnapshots(int snapshotVersion) {
        return new EntityType<>(
                "Account",
                new Decider<>(new None(), Account::decide, Account::evolve),
                command -> command instanceof Command.OpenAccount,
                TypeNames.of(
                        Command.class,
                        named("OpenAccount", Command.OpenAccount.class),
                        named("Deposit", Command.Deposit.class),
                        named("CloseAccount", Command.CloseAccount.class)),
                TypeNames.of(
                        Event.class,
                        named("AccountOpened", Event.AccountOpened.class),
                        named("Deposited", Event.Deposited.class),
                        named("PaidOut", Event.PaidOut.class),
                        named("AccountClosed", Event.AccountClosed.class)),
                TypeNames.of(
                        Account.class,
                        named("None", None.class),
                        named("Open", Open.class),
                        named("Closed", Closed.class)),
                snapshotVersion);
    }

    /// Closing an account pays out its balance in the same commit.
    static Decision<Event, Rejection> decide(Account account, Command command) {
        return switch (command) {
            case Command.OpenAccount(var owner) ->
                    switch (account) {
                        case None() -> accept(new Event.AccountOpened(owner));
                        case Open _, Closed _ -> reject(Rejection.ALREADY_OPEN);
                    };
            case Command.Deposit(var amount, var note) ->
                    switch (account) {
                        case Open _ -> accept(new Event.Deposited(amount, note));
                        case None _, Closed _ -> reject(Rejection.NOT_OPEN);
                    };
            case Command.CloseAccount() ->
                    switch (account) {
                        case None() -> reject(Rejection.NOT_OPEN);
                        case Open(_, var balance) when balance.signum() == 0 ->
                                accept(new Event.AccountClosed());
                        case Open(_, var balance) ->
                                accept(new Event.PaidOut(balance), new Event.AccountClosed());
                        case Closed _ -> accept();
                    };
        };
    }

    static Account evolve(Account account, Event event) {
        return switch (event) {
            case Event.AccountOpened(var owner) when account instanceof None ->
                    new Open(owner, BigDecimal.ZERO);
            case Event.Deposited(var amount, _)
                    when account instanceof Open(var owner, var balance) ->
                    new Open(owner, balance.add(amount));
            case Event.PaidOut(var amount) when account instanceof Open(var owner, var balance) ->
                    new Open(owner, balance.subtract(amount));
            case Event.AccountClosed() when account instanceof Open(var owner, _) ->
                    new Closed(owner);
            case Event.AccountOpened _, Event.Deposited _, Event.PaidOut _, Event.AccountClosed _ ->
                    throw new IllegalStateException(
                            "%s cannot happen to %s".formatted(event, account));
        };
    }
}
