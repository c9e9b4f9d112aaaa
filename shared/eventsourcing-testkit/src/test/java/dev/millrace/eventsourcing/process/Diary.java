package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.Alphabet.letter;

import dev.millrace.eventsourcing.Alphabet;
import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Commands;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.Source.Said;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.FaultyBus;
import dev.millrace.eventsourcing.testkit.FaultyJournal;
import dev.millrace.eventsourcing.testkit.FaultyProcessStore;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.InMemoryProcessStore;
import dev.millrace.eventsourcing.testkit.RecordedIncidents;
import dev.millrace.eventsourcing.testkit.RecordingBus;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process that writes down what it hears, owes what a test says, and breaks where a test says;
/// and the world around it. Its one instance is `k`, whose home is account `home`. A deposit's note
/// is what it hears of it.
final class Diary implements StatefulProcess<Diary.Page, Diary.Line> {
    record Page(List<String> lines) {}

    record Line(String text) {}

    record Note(String id) implements Message {}

    final InMemoryJournal<Account, Account.Event> journal = new InMemoryJournal<>(Account.TYPE);
    final InMemoryProcessStore<Page, Line> store = new InMemoryProcessStore<>();
    final RecordingBus bus = new RecordingBus();
    final VirtualClock clock = new VirtualClock(Commits.BEGINNING);
    final Faults faults = new Faults();
    final List<Integer> pauses = new ArrayList<>();
    final Set<String> starts = new HashSet<>();
    final Set<String> broken = new HashSet<>();
    final RecordedIncidents incidents = new RecordedIncidents();
    final AtomicLong lastReadable = new AtomicLong(Long.MAX_VALUE);
    OnDefect policy = OnDefect.PARK;
    boolean hearsOfSkips;
    private final Map<String, List<Effect>> owes = new HashMap<>();
    private int commands;

    ProcessHost<Page, Line> host = host(faults, pauses::add);

    ProcessHost<Page, Line> host(Faults heard, Backoff backoff) {
        var accounts =
                new Entities<>(
                        Account.TYPE,
                        new FaultyJournal<>(journal, heard),
                        clock,
                        _ -> {},
                        CommandListener.NONE);
        return new ProcessHost<>(
                this,
                List.of(source(heard)),
                new FaultyProcessStore<>(store, heard),
                new Deliveries(new Commands(accounts), new FaultyBus(bus, heard)),
                new HostContext(clock, backoff, incidents));
    }

    ProcessHost<Page, Line> another() {
        return host(new Faults(), _ -> {});
    }

    Source<Account.Event, Line> source(Faults heard) {
        return new Source<>(
                "Account",
                new FaultyJournal<>(new ReadableUpTo<>(lastReadable, journal), heard),
                (commit, event) ->
                        Optional.of(
                                new Said<>("k", new Line(commit.entityId() + " " + text(event)))),
                _ -> Optional.of("home"));
    }

    private static String text(Account.Event event) {
        return switch (event) {
            case Account.Event.AccountOpened _ -> "opened";
            case Account.Event.Deposited(_, var note) -> String.valueOf(note);
            case Account.Event.PaidOut _ -> "paid out";
            case Account.Event.AccountClosed _ -> "closed";
        };
    }

    /// After this line it owes these.
    Diary owes(String line, Effect... effects) {
        owes.put(line, List.of(effects));
        return this;
    }

    static Effect deposit(String account, String note) {
        return new Send<>(Account.TYPE, account, new Deposit(BigDecimal.ONE, note));
    }

    static Effect publish(String id) {
        return new Effect.Publish(new Note(id));
    }

    static EntityRef account(String id) {
        return new EntityRef("Account", id);
    }

    /// Opens an account and pays into it, a commit each. Nobody rings.
    void history(String account, String... notes) {
        if (journal.read(account, 0).isEmpty()) send(account, new OpenAccount("Ada"));
        for (var note : notes) send(account, new Deposit(BigDecimal.ONE, note));
    }

    private void send(String account, Account.Command command) {
        new Entities<>(Account.TYPE, journal, clock, _ -> {}, CommandListener.NONE)
                .send(account, command, new Trace("c" + commands++, "test", "cor", null));
    }

    /// Rings for a commit.
    void ring(ProcessHost<Page, Line> on, String account, int seq) {
        on.take(source(faults), journal.read(account, seq - 1).getFirst());
    }

    void ring(String account, int seq) {
        ring(host, account, seq);
    }

    void bus(String id) {
        bus(host, id);
    }

    void bus(ProcessHost<Page, Line> on, String id) {
        on.take("k", new Waiting<>(id, new Line(id), "cor"));
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
        return bus.messages().stream().map(Message::id).toList();
    }

    @Override
    public String name() {
        return "diary";
    }

    @Override
    public Page initial() {
        return new Page(List.of());
    }

    @Override
    public Interest interested(Line line) {
        return starts.contains(line.text()) ? Interest.START : Interest.CONTINUE;
    }

    @Override
    public Page evolve(Page before, Line line) {
        return new Page(Stream.concat(before.lines().stream(), Stream.of(line.text())).toList());
    }

    @Override
    public List<Effect> react(Page before, Line line) {
        if (broken.contains(line.text())) throw new IllegalStateException("cannot read " + line);
        return owes.getOrDefault(line.text(), List.of());
    }

    @Override
    public Line due(String timer) {
        return new Line("due " + timer);
    }

    @Override
    public Line refused(Send<?> send, Object reason) {
        return new Line("refused " + reason);
    }

    @Override
    public boolean expects(Send<?> send, Object reason) {
        return reason == Account.Rejection.NOT_OPEN;
    }

    @Override
    public @Nullable Line skipped(@Nullable Send<?> command, Instant at) {
        if (!hearsOfSkips) return null;
        return new Line(command == null ? "skipped" : "skipped a command to " + command.entityId());
    }

    @Override
    public OnDefect onDefect() {
        return policy;
    }

    @Override
    public Alphabet<Page> states() {
        return Alphabet.of(Page.class, letter("Page", Page.class));
    }

    @Override
    public Alphabet<Line> inputs() {
        return Alphabet.of(Line.class, letter("Line", Line.class));
    }

    @Override
    public Alphabet<Note> messages() {
        return broken.contains("the bus's names")
                ? throwing()
                : Alphabet.of(Note.class, letter("Note", Note.class));
    }

    private static Alphabet<Note> throwing() {
        throw new IllegalStateException("no names");
    }
}
