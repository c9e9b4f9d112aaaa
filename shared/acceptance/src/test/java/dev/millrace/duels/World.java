package dev.millrace.duels;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Threads;
import dev.millrace.eventsourcing.dynamodb.InMemoryDynamoDb;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.InMemoryQueues;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.simulation.Crash;
import dev.millrace.eventsourcing.testkit.simulation.Invocation;
import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import dev.millrace.eventsourcing.testkit.simulation.Simulation;
import dev.millrace.ticketing.ConcertCatalog;
import dev.millrace.ticketing.PricedSeat;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The service with one booking, and in some duels a rival for its seats: tables, bus, queues,
/// stream, and the machines that run its functions.
final class World {
    static final String CLIENT = "ada";
    static final String BOOKING = Ids.of("idempotency-key", CLIENT, "k");
    static final String RIVAL_CLIENT = "bob";

    /// A booking of the same seats by another client.
    static final String RIVAL = Ids.of("idempotency-key", RIVAL_CLIENT, "k");

    static final String CONCERT = "gala";
    static final Duration UNKNOWN_WAIT = Duration.ofMinutes(10);
    static final Duration MOST_SKEW = Duration.ofMillis(50);
    static final Duration HOLD = Duration.ofHours(6);

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final long MILLIS_AN_INVOCATION = 60_000;
    private static final Environment ENVIRONMENT =
            new Environment(
                            Map.ofEntries(
                                    Map.entry("AWS_REGION", "eu-central-1"),
                                    Map.entry("BOOKING_EVENTS_TABLE", Tables.EVENTS),
                                    Map.entry("BOOKING_VIEW_TABLE", Tables.VIEW),
                                    Map.entry("SEATS_TABLE", Tables.SEATS),
                                    Map.entry("PROCESSES_TABLE", Tables.PROCESSES),
                                    Map.entry("ERASED_TABLE", Tables.ERASED),
                                    Map.entry("BUS", "bus"),
                                    Map.entry("BUS_SOURCE", "bookings"),
                                    Map.entry("RESERVATION_HOLD", HOLD.toString()),
                                    Map.entry("UNKNOWN_BOOKING_WAIT", UNKNOWN_WAIT.toString()),
                                    Map.entry("FAILED_PAYMENTS_QUEUE", InMemoryQueues.FAILURES),
                                    Map.entry("GIVEN_UP_PAYMENTS_QUEUE", InMemoryQueues.GIVEN_UP)))
                    .silent();

    final Simulation simulation;
    final Trouble trouble;
    final Ailments ailments = new Ailments();
    final JournalStream stream = new JournalStream();
    final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb(this::inserted);
    final Bus bus = new Bus(this);
    final InMemoryQueues queues = new InMemoryQueues(this::now);

    private final InMemoryDynamoDb called;
    private final SqsClient calledQueues = calledQueues();
    private final Map<String, List<Machine<?, ?>>> idle = new HashMap<>();
    private int invocations;
    private @Nullable Instant placedAt;
    private Runnable whenCommitted = () -> {};

    World(long seed) {
        this.simulation = new Simulation(seed, START, Words::of);
        this.trouble = new Trouble(simulation);
        this.called = dynamoDb.client(this::call, trouble::indexLags);
        Tables.create(dynamoDb);
        new ConcertCatalog(dynamoDb, Tables.SEATS, _ -> {}, Threads.virtual())
                .put(CONCERT, "EUR", List.of(seat(1), seat(2)));
    }

    /// Runs a deed whenever the journal has a new commit.
    void whenCommitted(Runnable deed) {
        whenCommitted = deed;
    }

    private void inserted(String table, Map<String, AttributeValue> item) {
        if (!table.equals(Tables.EVENTS)) return;
        stream.add(item);
        if (placedAt == null && requireNonNull(item.get("pk")).s().endsWith(BOOKING))
            placedAt = now();
        whenCommitted.run();
    }

    /// When the booking was placed, by the clock of the world; null if it was not placed.
    @Nullable Instant placedAt() {
        return placedAt;
    }

    private static PricedSeat seat(int number) {
        return new PricedSeat(new Seat(1, number), new BigDecimal("49.90"));
    }

    Instant now() {
        return simulation.now();
    }

    /// A call of AWS by a function.
    <T> T call(Object request, Supplier<T> call) {
        return simulation.call(
                request,
                () -> {
                    ailments.check(request);
                    return trouble.around(request, call);
                });
    }

    /// A client of the queues whose calls count as calls of AWS by a function.
    private SqsClient calledQueues() {
        return (SqsClient)
                Proxy.newProxyInstance(
                        World.class.getClassLoader(),
                        new Class<?>[] {SqsClient.class},
                        (proxy, method, arguments) ->
                                arguments != null && arguments[0] instanceof SdkRequest request
                                        ? call(request, () -> invoke(method, arguments))
                                        : InvocationHandler.invokeDefault(
                                                proxy, method, arguments));
    }

    private Object invoke(Method method, Object[] arguments) {
        try {
            return method.invoke(queues, arguments);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A machine with a handler, and with a clock that differs from the clock of the world.
    private record Machine<I, O>(RequestHandler<I, O> handler, Duration skew) {}

    /// Starts an invocation, on a warm machine or a cold one.
    ///
    /// @param event made when the invocation begins
    /// @param then receives the answer, or null if the invocation failed or crashed
    <I, O> void invoke(
            Functions<I, O> function,
            CrashPoint crashPoint,
            Supplier<I> event,
            Consumer<@Nullable O> then) {
        invoke(function, crashPoint, event, then, () -> then.accept(null));
    }

    private <I, O> void invoke(
            Functions<I, O> function,
            CrashPoint crashPoint,
            Supplier<I> event,
            Consumer<@Nullable O> then,
            Runnable failed) {
        var machine = machine(function);
        var invocation =
                new Invocation(function.name() + " " + ++invocations, machine.skew(), crashPoint);
        simulation.start(
                invocation,
                () -> {
                    var ends = now().plusMillis(MILLIS_AN_INVOCATION);
                    var context =
                            new TestContext(() -> (int) Duration.between(now(), ends).toMillis());
                    try {
                        var input = event.get();
                        simulation.note("begins with " + Words.of(input));
                        var answer = machine.handler().handleRequest(input, context);
                        if (invocation.hasCrashed()) {
                            failed.run();
                            return;
                        }
                        simulation.note("answers " + Words.of(answer));
                        rest(function, machine);
                        then.accept(answer);
                    } catch (Crash crash) {
                        failed.run();
                        throw crash;
                    } catch (RuntimeException thrown) {
                        simulation.note("fails: " + thrown);
                        rest(function, machine);
                        failed.run();
                    }
                });
    }

    private void rest(Functions<?, ?> function, Machine<?, ?> machine) {
        idle.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(machine);
    }

    /// Starts an invocation whose caller learns only whether it failed.
    <I, O> void invokeAsynchronously(
            Functions<I, O> function, CrashPoint crashPoint, I event, Consumer<Boolean> ended) {
        invoke(
                function,
                crashPoint,
                () -> event,
                _ -> ended.accept(true),
                () -> ended.accept(false));
    }

    @SuppressWarnings("unchecked") // kept under the function's name
    private <I, O> Machine<I, O> machine(Functions<I, O> function) {
        var warm = idle.computeIfAbsent(function.name(), _ -> new ArrayList<>());
        if (!warm.isEmpty() && simulation.random().nextInt(3) > 0) {
            return (Machine<I, O>) warm.remove(simulation.random().nextInt(warm.size()));
        }
        var most = (int) MOST_SKEW.toMillis();
        var skew = simulation.random().nextInt(-most, most + 1);
        return new Machine<>(
                function.maker()
                        .make(new Platform(ENVIRONMENT, simulation.runtime(), new WorldClients())),
                Duration.ofMillis(skew));
    }

    private final class WorldClients implements Clients {
        @Override
        public DynamoDbClient dynamoDb() {
            return called;
        }

        @Override
        public EventBridgeClient eventBridge() {
            return bus;
        }

        @Override
        public SqsClient sqs() {
            return calledQueues;
        }
    }
}
