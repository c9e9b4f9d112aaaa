package dev.millrace.bench;

import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.Snapshot;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.EntitiesOfClient;
import dev.millrace.eventsourcing.lambda.host.OperationsFunction;
import dev.millrace.eventsourcing.lambda.host.ProcessStreamFunction;
import dev.millrace.eventsourcing.lambda.host.ViewStreamFunction;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A service of accounts, whose histories may have any length. A booking ends after a few commits.
final class Accounts {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private static final Service SERVICE =
            Service.named("accounts")
                    .entity(Account.TYPE, Diagnosis.none())
                    .process(new Tally(), Tally.ACCOUNTS)
                    .view(
                            new ViewType<>(
                                    "account-view",
                                    Account.TYPE,
                                    Shown.class,
                                    new Rows.OnePerEntity<>((_, commit) -> new Shown(commit.seq())),
                                    _ -> Map.of(),
                                    null));

    private final DynamoDbJournal<Account, Account.Event> journal;

    Accounts(World world) {
        var table = world.table("AccountEventsTable");
        this.journal = new DynamoDbJournal<>(world.client(), table, Account.TYPE);
    }

    /// A row of the view: the number of commits.
    record Shown(long commits) {}

    /// Reads the journal's stream for the view.
    static final class Views extends ViewStreamFunction {
        Views(Platform platform) {
            super(platform, SERVICE);
        }
    }

    /// Reads the journal's stream for the process.
    static final class Processes extends ProcessStreamFunction {
        Processes(Platform platform) {
            super(platform, SERVICE);
        }
    }

    /// Answers operators.
    static final class Operations extends OperationsFunction {
        Operations(Platform platform) {
            super(platform, SERVICE, EntitiesOfClient.NONE);
        }
    }

    /// Brings an account to a number of commits: the first opens it, the others are deposits.
    void grow(String id, int length) {
        var history = journal.load(id);
        var state = history.snapshot() == null ? Account.TYPE.nothing() : history.snapshot();
        for (var commit : history.commits()) state = Account.TYPE.after(state, commit);
        for (var seq = (int) state.version() + 1; seq <= length; seq++) {
            var commit = commit(id, seq);
            state = Account.TYPE.after(state, commit);
            journal.append(commit, seq % Snapshot.INTERVAL == 0 ? state : null);
        }
    }

    /// The command id is as long as a real one.
    private static Commit<Account.Event> commit(String id, int seq) {
        Account.Event event =
                seq == 1
                        ? new Account.Event.AccountOpened("Ada")
                        : new Account.Event.Deposited(BigDecimal.ONE, null);
        return new Commit<>(
                id,
                seq,
                List.of(event),
                BEGINNING.plusSeconds(seq),
                String.format(Locale.ROOT, "%020d", seq),
                "http Deposit",
                "request " + id,
                null);
    }

    /// A process that adds up the deposits of an account.
    static final class Tally implements StatefulProcess<Tally.Sum, Tally.Paid> {
        record Sum(BigDecimal amount) {}

        record Paid(BigDecimal amount) {}

        static final Source<Account.Event, Paid> ACCOUNTS =
                Source.home(Account.TYPE, (_, event) -> new Paid(amount(event)));

        private static final ProcessType<Sum, Paid> TYPE =
                new ProcessType<>(
                        "tally",
                        new Sum(BigDecimal.ZERO),
                        TypeNames.of(Sum.class, named("Sum", Sum.class)),
                        TypeNames.of(Paid.class, named("Paid", Paid.class)),
                        ProcessType.NO_MESSAGES,
                        List.of());

        private static BigDecimal amount(Account.Event event) {
            return event instanceof Account.Event.Deposited(var amount, _)
                    ? amount
                    : BigDecimal.ZERO;
        }

        @Override
        public ProcessType<Sum, Paid> type() {
            return TYPE;
        }

        @Override
        public Interest interest(Paid paid) {
            return Interest.START;
        }

        @Override
        public Transition<Sum> on(Sum sum, Paid paid, InputTime time) {
            return Transition.to(new Sum(sum.amount().add(paid.amount())));
        }

        @Override
        public Paid due(String timer) {
            throw new IllegalStateException("it sets no timer");
        }

        @Override
        public Paid rejected(Rejection<?, ?> rejection) {
            throw new IllegalStateException("it sends no command");
        }
    }
}
