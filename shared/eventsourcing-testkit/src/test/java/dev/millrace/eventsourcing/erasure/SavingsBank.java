package dev.millrace.eventsourcing.erasure;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.process.ErasedEntities;
import dev.millrace.eventsourcing.process.Eraser;
import dev.millrace.eventsourcing.process.Eraser.Result;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.ProcessHost;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.process.StatelessProcess;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Account.Event.PaidOut;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A bank that must erase its customer Ada: her account `a`, its data in a process, two views and
/// the stream, and the functions that work on them.
final class SavingsBank {
    static final String ADA = "Ada";
    static final EntityRef A = new EntityRef("Account", "a");

    final ViewType<String, Account.Event> owners =
            view("owners", new Rows.OnePerEntity<>(this::owner));
    private static final ViewType<String, Account.Event> NOTES =
            view(
                    "notes",
                    new Rows.Named<>(
                            commit -> Set.of("n" + commit.seq()),
                            _ -> (_, commit) -> commit.events().toString()));

    final VirtualClock clock = new VirtualClock(Commits.BEGINNING);
    final InMemoryPorts world = new InMemoryPorts(clock);
    final List<EntityRef> listed = new ArrayList<>();

    /// The names of the process and the view that must fail.
    final Set<String> broken = new HashSet<>();

    private final List<Commit<Account.Event>> stream = new ArrayList<>();
    private int requests;
    private final Service service =
            Service.named("bank")
                    .entity(Account.TYPE, Diagnosis.none())
                    .erasure(
                            Account.TYPE,
                            (_, account) -> account instanceof Account.Closed ? null : "it is open")
                    .process(new Savings(), Savings.ACCOUNTS)
                    .process(new ClosesWhatIsPaidOut(broken))
                    .view(owners)
                    .view(NOTES);

    private static <V> ViewType<V, Account.Event> view(String name, Rows<V, Account.Event> rows) {
        @SuppressWarnings("unchecked") // the rows of both are texts
        var row = (Class<V>) String.class;
        return new ViewType<>(name, Account.TYPE, row, rows, _ -> Map.of(), null);
    }

    private String owner(@Nullable String row, Commit<Account.Event> commit) {
        if (broken.contains("owners")) throw new IllegalStateException("broken");
        var owner = row;
        for (var event : commit.events()) {
            owner =
                    switch (event) {
                        case AccountOpened(var name) -> name;
                        case Deposited _, PaidOut _, AccountClosed _ ->
                                Objects.requireNonNull(owner, "no such account");
                    };
        }
        return Objects.requireNonNull(owner);
    }

    /// Sends a superfluous command for an event: a redelivered record sends it to an erased
    /// account.
    private record ClosesWhatIsPaidOut(Set<String> broken)
            implements StatelessProcess<Account.Event> {
        @Override
        public String name() {
            return "closing";
        }

        @Override
        public EntityType<?, ?, Account.Event, ?> source() {
            return Account.TYPE;
        }

        @Override
        public List<? extends Immediate> on(Account.Event event, Envelope envelope) {
            if (broken.contains(name())) throw new IllegalStateException("broken");
            var account = envelope.entity().id();
            return event instanceof PaidOut
                    ? List.of(new Send<>(Account.TYPE, account, new CloseAccount()))
                    : List.of();
        }

        @Override
        public List<? extends Immediate> rejected(Rejection<?, ?> rejection) {
            throw new IllegalStateException("closing is never rejected: " + rejection);
        }
    }

    /// A function of the service. It starts cold, with a cache of its own.
    final class Function {
        private final InMemoryPorts ports;
        private final Processes processes;
        private final Faults faults;

        private Function(Faults faults) {
            this.faults = faults;
            this.ports = world.with(faults);
            this.processes = new Processes(service, ports);
        }

        /// Calls of the list of erased entities go through the function's faults, too.
        Result erase() {
            return erase(false);
        }

        Result erase(boolean isTrial) {
            return eraser().erase(A, isTrial, () -> false);
        }

        /// Erases with time for this number of commits.
        Result eraseFew(int commits) {
            var asked = new AtomicInteger();
            return eraser().erase(A, false, () -> asked.getAndIncrement() >= commits);
        }

        private Eraser eraser() {
            return new Eraser(
                    processes,
                    ports,
                    new ErasedEntities() {
                        @Override
                        public void add(EntityRef entity, Instant at) {
                            faults.call("list " + entity.id(), () -> listed.add(entity));
                        }

                        @Override
                        public boolean contains(EntityRef entity) {
                            return faults.call(
                                    "look up " + entity.id(), () -> listed.contains(entity));
                        }
                    });
        }

        Outcome<?, ?> open() {
            return send(new OpenAccount(ADA));
        }

        Outcome<?, ?> deposit() {
            return send(new Deposit(BigDecimal.ONE, "for " + ADA));
        }

        Outcome<?, ?> close() {
            return send(new CloseAccount());
        }

        private Outcome<?, ?> send(Account.Command command) {
            var trace = new Trace("request " + requests++, "http", ADA + "'s request", null);
            return ports.entities(Account.TYPE).send(A.id(), command, trace);
        }

        /// Delivers the records of the stream to all processes and views: each one alone, in
        /// reverse order, and then all at once.
        void deliver() {
            for (var commit : List.copyOf(stream()).reversed()) deliver(List.of(commit));
            deliver(stream());
        }

        void deliver(List<Commit<Account.Event>> commits) {
            processes.stream().handle(A, commits);
            processes.viewStream().handle(A, commits);
        }

        /// Sends a gift to the account's savings.
        void gift(String id) {
            host().receive(A.id(), new Waiting<>(id, new Savings.Input.Gift(id), "gift", null));
        }

        void sweep() {
            host().sweep(A.id());
        }

        @SuppressWarnings("unchecked") // it is the process of that name
        private ProcessHost<Savings.Book, Savings.Input> host() {
            return (ProcessHost<Savings.Book, Savings.Input>)
                    Objects.requireNonNull(processes.named("savings"));
        }

        void rebuild() {
            for (var view : processes.views()) view.view().rebuild(A.id());
        }

        @Nullable String owner() {
            var view = new View<>(owners.rows(), ports.rows(owners), ports.journal(Account.TYPE));
            var row = view.current(A.id());
            return row == null ? null : row.value();
        }

        /// Skips parked work, as an operator whose reason names the owner.
        void skip(String process, String key, String what) {
            Objects.requireNonNull(processes.named(process))
                    .skip(key, what, "settled with " + ADA + " by phone");
        }

        void fromJournal() {
            for (var process : processes.withSource("Account")) process.fromJournal(A);
        }
    }

    Function function() {
        return new Function(new Faults());
    }

    Function function(Faults faults) {
        return new Function(faults);
    }

    /// Opens and closes Ada's account, and delivers all its commits.
    SavingsBank closed() {
        return closed(3);
    }

    /// @param seenByViews how many of its three commits are delivered to the views
    SavingsBank closed(int seenByViews) {
        var function = function();
        function.open();
        function.deposit();
        function.close();
        function.processes.stream().handle(A, stream());
        function.processes.viewStream().handle(A, stream().subList(0, seenByViews));
        return this;
    }

    /// Every commit as it was written first, and what was written over it later.
    List<Commit<Account.Event>> stream() {
        for (var commit : commits()) if (!stream.contains(commit)) stream.add(commit);
        return stream;
    }

    List<Commit<Account.Event>> commits() {
        return world.commits(Account.TYPE).read(A.id(), 0);
    }

    /// All stored data of the account, except in the stream.
    Map<String, Object> kept() {
        var kept = new LinkedHashMap<String, Object>();
        kept.put("commits", commits());
        kept.put("snapshot", world.commits(Account.TYPE).load(A.id()));
        for (var one : world.kept(Savings.TYPE).all()) {
            kept.put(
                    "savings " + one.key(),
                    List.of(one.marks(), String.valueOf(one.state()), one.skipped()));
        }
        for (var name : List.of("closing", "bank-stream", "owners", "notes")) {
            for (var one : world.kept(ProcessType.withoutState(name)).all()) {
                kept.put(name + " " + one.key(), one.skipped());
            }
        }
        row(kept, owners, "a");
        for (var seq = 1; seq <= 3; seq++) row(kept, NOTES, "a/n" + seq);
        return kept;
    }

    private void row(Map<String, Object> kept, ViewType<String, Account.Event> view, String key) {
        kept.put(view.name() + " " + key, String.valueOf(world.rows(view).load(key)));
    }
}
