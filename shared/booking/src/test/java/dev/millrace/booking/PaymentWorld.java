package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.PaymentInput.Received;
import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Outcome.Accepted;
import dev.millrace.eventsourcing.SentBefore;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.ProcessHost;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.FaultyBus;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.InMemoryProcessStore;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Booking `b` and everything that its payments need: the booking's journal, the payment process,
/// its store, the bus and a clock.
final class PaymentWorld {
    static final Duration WAIT = Duration.ofMinutes(10);

    private static final EntityRef THE_BOOKING = new EntityRef(BOOKING.name(), "b");

    final Faults faults = new Faults();
    final VirtualClock clock = new VirtualClock(Commits.BEGINNING);
    private final InMemoryPorts ports = new InMemoryPorts(clock);
    final InMemoryProcessStore<Payments, PaymentInput> store = ports.kept(PaymentCollection.TYPE);
    private final InMemoryJournal<Booking, BookingEvent> journal = ports.commits(BOOKING);
    private final Map<String, Money> received = new TreeMap<>();
    private long delivered;
    Defects defects = _ -> {};
    Consumer<String> whenParked = _ -> {};

    /// Throws to make an input of the process, or an effect, a defect.
    @FunctionalInterface
    interface Defects {
        void meet(Object inputOrEffect);
    }

    /// A delivery to the process. It may be repeated.
    @FunctionalInterface
    interface Arrival {
        void to(ProcessHost<Payments, PaymentInput> host);
    }

    /// A cold function instance. These faults count its port calls and disturb them.
    ProcessHost<Payments, PaymentInput> function(Faults faults) {
        return new ProcessHost<>(
                breakable(new PaymentCollection(WAIT)),
                List.of(PaymentCollection.BOOKINGS),
                new BreakablePorts(faults));
    }

    /// Commands and messages meet the defects when the port carries them out.
    private final class BreakablePorts extends InMemoryPorts {
        private final Faults faults;
        private final Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings;

        BreakablePorts(Faults faults) {
            super(ports, faults);
            this.faults = faults;
            this.bookings =
                    new Entities<>(
                            breakable(), journal(BOOKING), clock, _ -> {}, CommandListener.NONE);
        }

        @Override
        public <C> Outcome<?, ?> send(Send<C> send, Trace trace, @Nullable SentBefore sentBefore) {
            return bookings.send(
                    send.entityId(), (BookingCommand) send.command(), trace, sentBefore);
        }

        @Override
        public Bus bus() {
            return new FaultyBus(
                    (name, message) -> {
                        defects.meet(message);
                        published().publish(name, message);
                    },
                    faults);
        }
    }

    private EntityType<Booking, BookingCommand, BookingEvent, BookingRejection> breakable() {
        var decider =
                new Decider<Booking, BookingCommand, BookingEvent, BookingRejection>(
                        BOOKING.decider().initial(),
                        (booking, command) -> {
                            defects.meet(command);
                            return BOOKING.decider().decide(booking, command);
                        },
                        BOOKING.decider().evolve());
        return new EntityType<>(
                BOOKING.name(),
                decider,
                BOOKING.begins(),
                BOOKING.commands(),
                BOOKING.events(),
                BOOKING.states(),
                BOOKING.snapshotVersion());
    }

    @SuppressWarnings("unchecked") // the proxy hands every call on to the process
    private StatefulProcess<Payments, PaymentInput> breakable(PaymentCollection process) {
        return (StatefulProcess<Payments, PaymentInput>)
                Proxy.newProxyInstance(
                        PaymentWorld.class.getClassLoader(),
                        new Class<?>[] {StatefulProcess.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("on")) defects.meet(arguments[1]);
                            return method.invoke(process, arguments);
                        });
    }

    /// An operator skips what the process is parked at.
    void skip(String what) {
        function(new Faults()).skip("b", what, "an operator");
    }

    long commits() {
        return journal.read("b", 0).size();
    }

    /// A restore loses the booking's commits after this number, and the instance is rewound.
    void restore(long last) {
        journal.lose("b", last);
        delivered = Math.min(delivered, last);
        function(new Faults()).rewind("b", false);
    }

    /// How often each payment ended: applied, or refunded whole under one id.
    Map<String, Integer> ends() {
        var end = end();
        var ends = new TreeMap<String, Integer>();
        for (var payment : received.keySet()) {
            var refunds = end.whole().getOrDefault(payment, Set.of()).size();
            ends.put(payment, refunds + (end.applied().contains(payment) ? 1 : 0));
        }
        return ends;
    }

    /// Sends the booking a command, which it must accept. Returns the arrivals of its commits.
    List<Arrival> happens(BookingCommand command) {
        var id = "world " + delivered + command;
        var trace = new Trace(id, "world", "request", null);
        var outcome = ports.with(new Faults()).entities(BOOKING).send("b", command, trace);
        assertThat(outcome).isInstanceOf(Accepted.class);
        return arrivals();
    }

    /// The arrivals of the commits that have not arrived yet.
    List<Arrival> arrivals() {
        var commits = journal.read("b", delivered);
        delivered += commits.size();
        return commits.stream()
                .<Arrival>map(commit -> host -> host.handle(THE_BOOKING, List.of(commit)))
                .toList();
    }

    Arrival pays(String payment, Money money) {
        return pays(payment, money, "bus " + payment);
    }

    Arrival pays(String payment, Money money, String busId) {
        received.put(payment, money);
        var input =
                new Received("b", new PaymentReceived("bob", payment, "b", money), clock.instant());
        return host -> host.receive("b", new Waiting<>(busId, input, "request", null));
    }

    /// Sweeps each due instance.
    Arrival sweep() {
        return host -> store.due(clock.instant()).forEach(host::sweep);
    }

    /// Delivers the remaining commits and sweeps, until nothing is left to do at this time.
    void comeToRest() {
        var undisturbed = function(new Faults());
        for (var rounds = 0; rounds < 20; rounds++) {
            arrivals().forEach(arrival -> arrival.to(undisturbed));
            sweep().to(undisturbed);
        }
    }

    Instance<Payments, PaymentInput> instance() {
        return store.load("b");
    }

    /// Calls the operator if the process is parked.
    void operate() {
        var parked = instance().parked();
        if (parked != null) whenParked.accept(parked.what());
    }

    /// Asserts that the instance, if it has started, has handled every commit of the booking.
    void missedNoCommit() {
        if (instance().hasStarted()) {
            assertThat(instance().mark(THE_BOOKING)).isEqualTo(journal.read("b", 0).size());
        }
    }

    /// Whether the booking awaits its confirmation or its payment.
    boolean isOpen() {
        var booking = BOOKING.nothing();
        for (var commit : journal.read("b", 0)) booking = BOOKING.after(booking, commit);
        return booking.state() instanceof Booking.AwaitingConfirmation
                || booking.state() instanceof Booking.Confirmed;
    }

    /// The payments that were applied, and the ids of the refunds by payment.
    record End(
            List<String> applied,
            Map<String, Set<String>> whole,
            Map<String, Set<String>> differences) {}

    End end() {
        var applied = new ArrayList<String>();
        for (var commit : journal.read("b", 0)) {
            for (var event : commit.events()) {
                if (event instanceof BookingPaid paid) applied.add(paid.paymentId());
            }
        }
        return new End(applied, refunds(true), refunds(false));
    }

    private Map<String, Set<String>> refunds(boolean whole) {
        return ports.published().messages().stream()
                .map(RefundRequested.class::cast)
                .filter(refund -> (refund.amount() == null) == whole)
                .collect(
                        Collectors.groupingBy(
                                RefundRequested::paymentId,
                                TreeMap::new,
                                Collectors.mapping(
                                        RefundRequested::id,
                                        Collectors.toCollection(TreeSet::new))));
    }

    /// Asserts that each payment ended once: applied, or refunded under one id, never both.
    void keptTheLaw() {
        keptTheLaw(null);
    }

    /// @param byHand the payment that an operator settles by hand: it ends at most once
    void keptTheLaw(@Nullable String byHand) {
        var end = end();
        assertThat(end.applied()).doesNotHaveDuplicates();
        ends().forEach((payment, ends) ->
                assertThat(ends)
                        .as("ends of %s: %s", payment, end)
                        .isBetween(payment.equals(byHand) ? 0 : 1, 1));
        assertThat(end.applied()).containsAll(end.differences().keySet());
        assertThat(end.differences().values()).allMatch(ids -> ids.size() == 1);
        var instance = instance();
        assertThat(instance.parked()).isNull();
        assertThat(instance.owed()).isEmpty();
        assertThat(instance.waiting()).isEmpty();
    }
}
