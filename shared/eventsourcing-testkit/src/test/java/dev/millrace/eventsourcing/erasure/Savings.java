package dev.millrace.eventsourcing.erasure;

import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.WakeAfter;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import dev.millrace.eventsourcing.testkit.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A process that counts the deposits of an account and the gifts from the bus, and publishes a
/// letter to the owner when a gift is a day old.
final class Savings implements StatefulProcess<Savings.Book, Savings.Input> {
    /// @param gifts the ids of the counted gifts
    record Book(String owner, int deposits, List<String> gifts) {}

    sealed interface Input {
        record Happened(Account.Event event) implements Input {}

        record Gift(String id) implements Input {}

        record DayAfter() implements Input {}
    }

    record Letter(String id, String owner) implements Message {}

    static final ProcessType<Book, Input> TYPE =
            new ProcessType<>(
                    "savings",
                    new Book("", 0, List.of()),
                    TypeNames.of(Book.class, named("Book", Book.class)),
                    TypeNames.of(
                            Input.class,
                            named("Happened", Input.Happened.class),
                            named("Gift", Input.Gift.class),
                            named("DayAfter", Input.DayAfter.class)),
                    TypeNames.of(Letter.class, named("Letter", Letter.class)),
                    List.of());

    static final Source<Account.Event, Input> ACCOUNTS =
            Source.home(Account.TYPE, (_, event) -> new Input.Happened(event));

    @Override
    public ProcessType<Book, Input> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Input input) {
        return switch (input) {
            case Input.Happened(Account.Event.AccountOpened _), Input.Gift _ -> Interest.START;
            case Input.Happened _, Input.DayAfter _ -> Interest.CONTINUE;
        };
    }

    @Override
    public Transition<Book> on(Book book, Input input, InputTime time) {
        return switch (input) {
            case Input.Happened(Account.Event.AccountOpened(var owner)) ->
                    Transition.to(new Book(owner, book.deposits(), book.gifts()));
            case Input.Happened(Account.Event.Deposited _) ->
                    Transition.to(new Book(book.owner(), book.deposits() + 1, book.gifts()));
            case Input.Happened _ -> Transition.to(book);
            case Input.Gift(var id) when book.gifts().contains(id) -> Transition.to(book);
            case Input.Gift(var id) -> {
                var gifts = new ArrayList<>(book.gifts());
                gifts.add(id);
                yield Transition.to(
                        new Book(book.owner(), book.deposits(), List.copyOf(gifts)),
                        new WakeAfter("day after", Duration.ofDays(1), false));
            }
            case Input.DayAfter() ->
                    Transition.to(
                            book,
                            new Publish(new Letter("letter to " + book.owner(), book.owner())));
        };
    }

    /// Keeps the ids of the gifts, so that no gift is counted twice.
    @Override
    public Book erased(Book book) {
        return new Book("", book.deposits(), book.gifts());
    }

    @Override
    public Input due(String timer) {
        return new Input.DayAfter();
    }

    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        throw new IllegalStateException("it sends no command");
    }
}
