package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.Source.BeforeStart;
import dev.millrace.eventsourcing.process.Source.Routed;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.InMemoryProcessStore;
import dev.millrace.eventsourcing.testkit.RecordedReports;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process that records its inputs as lines, and its ports. A test sets the effects that a line
/// owes and the lines that fail. The events of all accounts go to its one instance, `k`, so the
/// account `k` is that instance's home. A deposit's note is the text of its line.
final class Diary implements StatefulProcess<Diary.Page, Diary.Line> {
    record Page(List<String> lines) {}

    record Line(String text) {}

    record Note(String id) implements Message {}

    static final ProcessType<Page, Line> TYPE =
            new ProcessType<>(
                    "diary",
                    new Page(List.of()),
                    TypeNames.of(Page.class, named("Page", Page.class)),
                    TypeNames.of(Line.class, named("Line", Line.class)),
                    TypeNames.of(Note.class, named("Note", Note.class)),
                    List.of(Account.TYPE));

    static final Source<Account.Event, Line> ACCOUNTS =
            new Source<>(
                    Account.TYPE,
                    (commit, event) -> {
                        var line = new Line(commit.entityId() + " " + text(event));
                        return Optional.of(new Routed<>("k", line));
                    },
                    true,
                    BeforeStart.REMEMBER);

    final World world = new World();
    final VirtualClock clock = world.clock;
    final List<Integer> pauses = world.pauses;
    final RecordedReports reports = world.reports();
    final InMemoryProcessStore<Page, Line> store = world.kept(TYPE);
    final Faults faults = new Faults();
    final Set<String> starts = new HashSet<>();
    final Set<String> broken = new HashSet<>();
    final Map<String, InputTime> times = new HashMap<>();
    OnDefect policy = OnDefect.PARK;
    boolean isToldOfSkips;
    private final InMemoryJournal<Account, Account.Event> journal = world.commits(Account.TYPE);
    private final Map<String, List<Effect>> owes = new HashMap<>();
    private int commands;

    /// Whether its state expects another commit of its home.
    boolean expects;

    /// The transition that it keeps at a rewind; null if it then has not started.
    @Nullable Transition<Page> kept;

    final ProcessHost<Page, Line> host = host(world.with(faults));

    /// The same process, as another function runs it without faults.
    ProcessHost<Page, Line> another() {
        return another(new Faults());
    }

    /// The same process, as another function runs it with these faults.
    ProcessHost<Page, Line> another(Faults others) {
        return host(world.with(others));
    }

    private ProcessHost<Page, Line> host(Ports ports) {
        return new ProcessHost<>(this, List.of(ACCOUNTS), ports);
    }

    /// The same process with another source instead of [#ACCOUNTS].
    ProcessHost<Page, Line> subscribedTo(Source<Account.Event, Line> source) {
        return new ProcessHost<>(this, List.of(source), world.with(faults));
    }

    private static String text(Account.Event event) {
        return switch (event) {
            case Account.Event.AccountOpened _ -> "opened";
            case Account.Event.Deposited(_, var note) -> String.valueOf(note);
            case Account.Event.PaidOut _ -> "paid out";
            case Account.Event.AccountClosed _ -> "closed";
        };
    }

    /// Sets the effects that a line owes.
    Diary owes(String line, Effect... effects) {
        owes.put(line, List.of(effects));
        return this;
    }

    static Effect.Immediate deposit(String account, String note) {
        return new Send<>(Account.TYPE, account, new Deposit(BigDecimal.ONE, note));
    }

    static Effect.Immediate publish(String id) {
        return new Effect.Publish(new Note(id));
    }

    static EntityRef account(String id) {
        return new EntityRef("Account", id);
    }

    /// Opens an account unless it is open, and makes a deposit for each note. No commit is
    /// delivered.
    void history(String account, String... notes) {
        if (journal.read(account, 0).isEmpty()) send(account, new OpenAccount("Ada"));
        for (var note : notes) send(account, new Deposit(BigDecimal.ONE, note));
    }

    /// Removes the commits of an account after a number, as a restore does.
    void lose(String account, long after) {
        journal.lose(account, after);
    }

    /// Closes an account. The commit is not delivered.
    void close(String account) {
        send(account, new CloseAccount());
    }

    private void send(String account, Account.Command command) {
        world.with(new Faults())
                .entities(Account.TYPE)
                .send(account, command, new Trace("c" + commands++, "test", "cor", null));
    }

    /// Delivers a commit.
    void deliver(ProcessHost<Page, Line> to, String account, int seq) {
        to.handle(account(account), commits(account, seq));
    }

    List<Commit<Account.Event>> commits(String account, int seq) {
        return journal.read(account, seq - 1, 1);
    }

    void deliver(String account, int seq) {
        deliver(host, account, seq);
    }

    /// Delivers a message from the bus.
    void bus(ProcessHost<Page, Line> to, String id) {
        to.receive("k", new Waiting<>(id, new Line(id), "cor", null));
    }

    void bus(String id) {
        bus(host, id);
    }

    Instance<Page, Line> instance() {
        return store.load("k");
    }

    List<String> lines() {
        var page = instance().state();
        return page == null ? List.of() : page.lines();
    }

    List<String> notes(String account) {
        return journal.read(account, 0).stream()
                .flatMap(commit -> commit.events().stream())
                .map(Diary::text)
                .toList();
    }

    List<String> published() {
        return world.published().messages().stream().map(Message::id).toList();
    }

    @Override
    public ProcessType<Page, Line> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Line line) {
        return starts.contains(line.text()) ? Interest.START : Interest.CONTINUE;
    }

    @Override
    public Transition<Page> on(Page page, Line line, InputTime time) {
        times.put(line.text(), time);
        if (broken.contains(line.text())) throw new IllegalStateException("cannot read " + line);
        var lines = Stream.concat(page.lines().stream(), Stream.of(line.text())).toList();
        return Transition.to(new Page(lines), owes.getOrDefault(line.text(), List.of()));
    }

    @Override
    public Line due(String timer) {
        return new Line("due " + timer);
    }

    @Override
    public Line rejected(Rejection<?, ?> rejection) {
        return new Line("rejected " + rejection.reason());
    }

    @Override
    public Line accepted(Send<?> send) {
        return new Line("accepted " + send.entityId());
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return rejection.reason() == Account.Rejection.NOT_OPEN;
    }

    @Override
    public boolean expectsCommit(Page page) {
        return expects;
    }

    @Override
    public @Nullable Transition<Page> rewound(Page page, Instant at) {
        return kept;
    }

    @Override
    public @Nullable Line skipped(@Nullable Send<?> command) {
        if (!isToldOfSkips) return null;
        return new Line(command == null ? "skipped" : "skipped a command to " + command.entityId());
    }

    @Override
    public OnDefect onDefect() {
        return policy;
    }
}
