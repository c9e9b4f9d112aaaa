package dev.millrace.bench;

import static dev.millrace.booking.BookingType.BOOKING;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Environment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Compares commands with raw puts of the same items by the same client: calls per second, and the
/// caller's processor time. DynamoDB Local answers over HTTP from another process.
final class Throughput implements Benchmark {
    private static final int COMMANDS_A_BOOKING = 2;
    private static final int MOST_TRIES = 5;

    private final AtomicInteger number = new AtomicInteger();

    /// The result of one round.
    private record Round(double perSecond, double cpuMicros) {}

    /// Makes the calls of one booking.
    private interface Life {
        void lead(String id);
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "A booking is placed and confirmed, warm, over HTTP. Against it: two conditional puts of the same items by the same client. Medians and quartiles of %s pairs."
                                .formatted(scale.pairs()),
                        "callers",
                        "figure",
                        "commands",
                        "raw puts",
                        "commands to puts");
        try (var engine = EngineProcess.start()) {
            var variables =
                    Map.of(
                            "AWS_REGION",
                            "eu-central-1",
                            "AWS_ENDPOINT_URL_DYNAMODB",
                            engine.endpoint().toString());
            var client = new AwsClients(new Environment(variables)).dynamoDb();
            awaitAnswer(client);
            var commands = commands(client);
            var puts = puts(client, commands);
            warmUp(scale.callers(), each(scale, scale.callers()), commands, puts);
            for (var callers : List.of(1, scale.callers())) {
                var each = each(scale, callers);
                var rounds =
                        Pairs.measure(
                                scale.pairs(),
                                () -> round(callers, each, commands),
                                () -> round(callers, each, puts));
                table.row(
                        callers,
                        "calls/s",
                        rounds.ours(Round::perSecond),
                        rounds.theirs(Round::perSecond),
                        rounds.ratio(Round::perSecond));
                table.row(
                        callers,
                        "µs CPU a call",
                        rounds.ours(Round::cpuMicros),
                        rounds.theirs(Round::cpuMicros),
                        rounds.ratio(Round::cpuMicros));
            }
            return List.of(table, profile(scale, commands, puts));
        }
    }

    /// Where the caller's processor time goes, for commands and for puts.
    private Table profile(Scale scale, Life commands, Life puts) throws Exception {
        var table =
                new Table(
                        "The caller's processor time, in µs per call of one caller, by samples of the JDK's Flight Recorder.",
                        "who",
                        "commands",
                        "raw puts",
                        "difference");
        var ours = micros(scale, commands);
        var theirs = micros(scale, puts);
        ours.forEach((who, micros) -> {
            var their = theirs.getOrDefault(who, 0.0);
            table.row(who, micros, their, micros - their);
        });
        return table;
    }

    private Map<String, Double> micros(Scale scale, Life life) throws Exception {
        var bookings = scale.profiled() / COMMANDS_A_BOOKING;
        try (var profile = Profile.start()) {
            round(1, bookings, life);
            var micros = profile.seconds();
            micros.replaceAll((_, seconds) -> seconds * 1e6 / (bookings * COMMANDS_A_BOOKING));
            return micros;
        }
    }

    /// The bookings of one caller in one round.
    private static int each(Scale scale, int callers) {
        return Math.max(1, scale.commands() / COMMANDS_A_BOOKING / callers);
    }

    /// Retries the first call: between two cold processes it may exceed a function's time-out.
    private static void awaitAnswer(DynamoDbClient client) {
        for (var tries = MOST_TRIES; ; tries--) {
            try {
                client.listTables();
                return;
            } catch (SdkClientException late) {
                if (tries == 1) throw late;
            }
        }
    }

    /// Runs rounds that do not count, because the compiler takes most of their processor time.
    private void warmUp(int callers, int bookings, Life... lives) throws Exception {
        for (var life : lives) round(callers, bookings, life);
    }

    private static Life commands(DynamoDbClient client) {
        var journal = new DynamoDbJournal<>(client, EngineProcess.journalTable(), BOOKING);
        var bookings =
                new Bookings(
                        new Entities<>(
                                BOOKING,
                                journal,
                                InstantSource.system(),
                                _ -> {},
                                CommandListener.NONE));
        return id -> {
            bookings.send(id, "place", Bookings.place());
            bookings.send(id, "confirm", Bookings.confirm(Bookings.PAST));
        };
    }

    /// Puts the items that the commands write, under other keys.
    private static Life puts(DynamoDbClient client, Life commands) {
        var table = EngineProcess.journalTable();
        var model = Ids.of("bench", "model");
        commands.lead(model);
        var items =
                client.query(query ->
                                query.tableName(table)
                                        .keyConditionExpression("pk = :pk")
                                        .expressionAttributeValues(
                                                Map.of(":pk", fromS("Booking#" + model))))
                        .items();
        return id -> {
            for (var item : items) {
                var put = new HashMap<String, AttributeValue>(item);
                put.put("pk", fromS("Booking#" + id));
                client.putItem(request ->
                        request.tableName(table)
                                .item(put)
                                .conditionExpression("attribute_not_exists(pk)"));
            }
        };
    }

    private Round round(int callers, int bookings, Life life) throws Exception {
        var work = new ArrayList<Callable<Void>>();
        for (var caller = 0; caller < callers; caller++) {
            work.add(() -> {
                for (var n = 0; n < bookings; n++) {
                    life.lead(Ids.of("bench", Integer.toString(number.incrementAndGet())));
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(callers)) {
            var cpu = Jvm.cpuNanos();
            var began = System.nanoTime();
            for (var done : threads.invokeAll(work)) done.get();
            var nanos = System.nanoTime() - began;
            double calls = callers * bookings * COMMANDS_A_BOOKING;
            return new Round(calls * 1e9 / nanos, (Jvm.cpuNanos() - cpu) / 1e3 / calls);
        }
    }
}
