package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.FaultyJournal;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Accounts, and the function instances that share their journal. The calls of an [#instance()] go
/// through [Faults]. Those of [#others] do not.
final class Bank {
    final InMemoryJournal<Account, Account.Event> journal = new InMemoryJournal<>(Account.TYPE);
    final Faults faults = new Faults();
    final VirtualClock clock = new VirtualClock(Commits.BEGINNING);
    final List<Integer> pauses = new ArrayList<>();
    final Entities<Account, Account.Command, Account.Event, Account.Rejection> others =
            undisturbed();

    /// A cold instance, which has cached no entity.
    Entities<Account, Account.Command, Account.Event, Account.Rejection> instance() {
        return new Entities<>(
                Account.TYPE,
                new FaultyJournal<>(journal, faults),
                clock,
                pauses::add,
                CommandListener.NONE);
    }

    Entities<Account, Account.Command, Account.Event, Account.Rejection> undisturbed() {
        return new Entities<>(Account.TYPE, journal, clock, _ -> {}, CommandListener.NONE);
    }

    /// A warm instance, which opened account `a` itself. That call is forgotten.
    Entities<Account, Account.Command, Account.Event, Account.Rejection> warmInstance() {
        var accounts = instance();
        accounts.send("a", open(), trace("open"));
        faults.forgetCalls();
        return accounts;
    }

    /// [#others] bring account `a` to a version. Each command id has the number of its commit.
    void grow(int version) {
        for (var seq = journal.read("a", 0).size() + 1; seq <= version; seq++)
            others.send("a", seq == 1 ? open() : deposit(1), trace("grow-" + seq));
    }

    /// Account `a`, folded from the journal.
    Snapshot<Account> a() {
        var whole = Account.TYPE.nothing();
        for (var commit : journal.read("a", 0)) whole = Account.TYPE.after(whole, commit);
        return whole;
    }

    static Account.Command open() {
        return new OpenAccount("Ada");
    }

    static Account.Command deposit(int amount) {
        return new Deposit(BigDecimal.valueOf(amount), null);
    }

    static Account opened(int balance) {
        return new Account.Open("Ada", BigDecimal.valueOf(balance));
    }

    static Outcome<Account, Account.Rejection> accepted(Account state, long version) {
        return new Outcome.Accepted<>(state, version);
    }

    static Outcome<Account, Account.Rejection> rejected(Account.Rejection reason) {
        return new Outcome.Rejected<>(reason);
    }

    static Trace trace(String commandId) {
        return new Trace(commandId, "teller", "correlation", null);
    }
}
