package dev.millrace.booking;

import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.DENY;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.FREE;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PAST_DEADLINE;
import static dev.millrace.booking.Examples.PLACE;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.TICKETS;
import static dev.millrace.booking.Examples.eur;
import static dev.millrace.booking.Examples.given;
import static dev.millrace.booking.Examples.pay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingCommand.ConfirmBooking;
import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Properties of a booking that hold for any commands in any order.
class BookingLawTest {
    private static final Decider<Booking, BookingCommand, BookingEvent, BookingRejection> DECIDER =
            BookingType.BOOKING.decider();

    @Property
    void a_repeated_command_has_no_effect(@ForAll("commands") List<BookingCommand> commands) {
        var booking = DECIDER.initial();
        for (var command : commands) {
            var decision = DECIDER.decide(booking, command);
            booking = DECIDER.evolve(booking, decision.events());

            var again = DECIDER.decide(booking, command);

            assertThat(again.events()).isEmpty();
            if (decision instanceof Decision.Accepted && !(command instanceof PlaceBooking))
                assertThat(again).isInstanceOf(Decision.Accepted.class);
        }
    }

    /// So the history of a booking is short, whatever commands it receives.
    @Property
    void no_event_happens_twice(@ForAll("commands") List<BookingCommand> commands) {
        var booking = DECIDER.initial();
        var happened = new ArrayList<Class<?>>();
        for (var command : commands) {
            var events = DECIDER.decide(booking, command).events();
            for (var event : events) happened.add(event.getClass());
            booking = DECIDER.evolve(booking, events);
        }
        assertThat(happened).doesNotHaveDuplicates();
    }

    @Property
    void a_booking_that_is_over_does_not_change(@ForAll("commands") List<BookingCommand> commands) {
        var booking = DECIDER.initial();
        for (var command : commands) {
            var events = DECIDER.decide(booking, command).events();
            if (isOver(booking)) assertThat(events).isEmpty();
            booking = DECIDER.evolve(booking, events);
        }
    }

    /// Applies every event to every state. An event that the table does not allow is a defect.
    @Example
    void an_event_that_cannot_happen_throws() {
        var states =
                List.of(
                        given(),
                        given(PLACED),
                        given(PLACED, CONFIRMED),
                        given(PLACED, DENIED),
                        given(PLACED, CANCELLED),
                        given(PLACED, CONFIRMED, EXPIRED),
                        given(PLACED, CONFIRMED, PAID));
        var possible =
                Map.of(
                        Booking.None.class, Set.of(PLACED),
                        Booking.AwaitingConfirmation.class, Set.of(CONFIRMED, DENIED, CANCELLED),
                        Booking.Confirmed.class, Set.of(CANCELLED, PAID, SETTLED, EXPIRED),
                        Booking.Settled.class, Set.of(SETTLED));

        for (var scenario : states) {
            var booking = scenario.state();
            for (var event :
                    List.of(PLACED, CONFIRMED, DENIED, CANCELLED, PAID, SETTLED, EXPIRED)) {
                if (possible.getOrDefault(booking.getClass(), Set.of()).contains(event))
                    assertThat(Booking.evolve(booking, event)).isNotNull();
                else
                    assertThatIllegalStateException()
                            .as("%s after %s", event, booking)
                            .isThrownBy(() -> Booking.evolve(booking, event))
                            .withMessageContaining("cannot happen to");
            }
        }
    }

    @Provide
    Arbitrary<List<BookingCommand>> commands() {
        var clients = Arbitraries.of("ada", "eve");
        var instants = Arbitraries.of(DEADLINE.minusMillis(1), DEADLINE, PAST_DEADLINE);
        Arbitrary<BookingCommand> command =
                Arbitraries.oneOf(
                        Arbitraries.just(PLACE),
                        Arbitraries.of(
                                new ConfirmBooking(TICKETS, DEADLINE),
                                new ConfirmBooking(TICKETS, null),
                                new ConfirmBooking(FREE, DEADLINE)),
                        Arbitraries.just(DENY),
                        clients.map(client -> new CancelBooking(client, null)),
                        Arbitraries.of(
                                pay("one", eur("25")),
                                pay("two", eur("30")),
                                pay("three", eur("1")),
                                new ReceivePayment("four", "bob", null)),
                        instants.map(ExpireBooking::new));
        return command.list().ofMaxSize(8).map(this::placedFirst);
    }

    /// Most lists begin with PlaceBooking: before it, every command is rejected as NOT_FOUND.
    private List<BookingCommand> placedFirst(List<BookingCommand> commands) {
        return commands.size() % 4 == 3
                ? commands
                : Stream.concat(Stream.of(PLACE), commands.stream()).toList();
    }

    private static boolean isOver(Booking booking) {
        return switch (booking) {
            case Booking.None _, Booking.AwaitingConfirmation _, Booking.Confirmed _ -> false;
            case Booking.Denied _, Booking.Cancelled _, Booking.Expired _, Booking.Settled _ ->
                    true;
        };
    }
}
