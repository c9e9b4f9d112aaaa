package dev.millrace.eventsourcing.lambda.host;

import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.attribute;
import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.key;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.Meter;
import dev.millrace.eventsourcing.lambda.InMemoryQueues;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestClients;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.process.BusInput;
import dev.millrace.eventsourcing.process.BusInput.Read;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.process.StatelessProcess;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import dev.millrace.eventsourcing.testkit.Transfer;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/// A service with two types of entities, its library functions, and its tables.
///
/// A new account gets a safe deposit of the same id, and one unit of money for it. If the owner is
/// Mallory, the process that gives the money throws.
final class Bank implements BeforeEachCallback, AfterEachCallback {
    static final EntityType<Account, Account.Command, Account.Event, Account.Rejection> SAFE =
            new EntityType<>(
                    "SafeDeposit",
                    Account.TYPE.decider(),
                    Account.TYPE.begins(),
                    Account.TYPE.commands(),
                    Account.TYPE.events(),
                    Account.TYPE.states(),
                    1);

    static final BusInput<Transfer.Input> ASKED =
            new BusInput<>(
                    "transfers",
                    "TransferAsked",
                    (detail, now) -> {
                        var from = String.valueOf(detail.get("from"));
                        var to = String.valueOf(detail.get("to"));
                        var input = new Transfer.Input.Asked(from, to, now, null);
                        return new Read<>(from, String.valueOf(detail.get("id")), input);
                    });

    static final Service SERVICE =
            Service.named("bank")
                    .entity(Account.TYPE, Diagnosis.none())
                    .entity(SAFE, Diagnosis.none())
                    .process(new SafeGiver())
                    .process(new Bonus())
                    .process(new Transfer(), Transfer.ACCOUNTS, ASKED)
                    .view(view("account-view", Account.TYPE))
                    .view(view("safe-view", SAFE));

    static final Map<String, String> TABLES =
            Map.of(
                    "ACCOUNT_EVENTS_TABLE", "Accounts",
                    "SAFE_DEPOSIT_EVENTS_TABLE", "Safes",
                    "ACCOUNT_VIEW_TABLE", "AccountRows",
                    "SAFE_VIEW_TABLE", "SafeRows",
                    "PROCESSES_TABLE", "Processes",
                    "FAILED_TRANSFERS_QUEUE", InMemoryQueues.FAILURES,
                    "GIVEN_UP_TRANSFERS_QUEUE", InMemoryQueues.GIVEN_UP,
                    "BUS", "the-bus",
                    "BUS_SOURCE", "bank");

    final VirtualClock clock = new VirtualClock(LogLines.NOW);
    final LogLines lines = new LogLines(clock);
    final InMemoryQueues queues = new InMemoryQueues(clock);
    private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    @Override
    public void beforeEach(ExtensionContext test) {
        dynamoDb.beforeEach(test);
        dynamoDb.processTable();
        journal("Accounts");
        journal("Safes");
        rows("AccountRows");
        rows("SafeRows");
    }

    @Override
    public void afterEach(ExtensionContext test) {
        dynamoDb.afterEach(test);
    }

    /// A row: the number of the last commit.
    record Shown(long commits) {}

    private static ViewType<Shown, Account.Event> view(
            String name, EntityType<?, ?, Account.Event, ?> of) {
        return new ViewType<>(
                name,
                of,
                Shown.class,
                new Rows.OnePerEntity<>((_, commit) -> new Shown(commit.seq())),
                _ -> Map.of(),
                null);
    }

    private record SafeGiver() implements StatelessProcess<Account.Event> {
        @Override
        public String name() {
            return "safe-giver";
        }

        @Override
        public EntityType<?, ?, Account.Event, ?> source() {
            return Account.TYPE;
        }

        @Override
        public List<? extends Immediate> on(Account.Event event, Envelope envelope) {
            return event instanceof AccountOpened(var owner)
                    ? List.of(new Send<>(SAFE, envelope.entity().id(), new OpenAccount(owner)))
                    : List.of();
        }
    }

    private record Bonus() implements StatelessProcess<Account.Event> {
        @Override
        public String name() {
            return "bonus";
        }

        @Override
        public EntityType<?, ?, Account.Event, ?> source() {
            return SAFE;
        }

        @Override
        public List<? extends Immediate> on(Account.Event event, Envelope envelope) {
            if (!(event instanceof AccountOpened(var owner))) return List.of();
            if (owner.equals("Mallory")) throw new IllegalStateException("not for Mallory");
            var deposit = new Deposit(BigDecimal.ONE, null);
            return List.of(new Send<>(Account.TYPE, envelope.entity().id(), deposit));
        }
    }

    private static final class ProcessStream extends ProcessStreamFunction {
        ProcessStream(Platform platform) {
            super(platform, SERVICE);
        }
    }

    private static final class ViewStream extends ViewStreamFunction {
        ViewStream(Platform platform) {
            super(platform, SERVICE);
        }
    }

    private static final class Operations extends OperationsFunction {
        Operations(Platform platform) {
            super(platform, SERVICE, EntitiesOfClient.NONE);
        }
    }

    private static final class Timers extends SweepFunction {
        Timers(Platform platform) {
            super(platform, SERVICE);
        }
    }

    Platform platform() {
        return platform(TABLES);
    }

    Platform platform(Map<String, String> variables) {
        var clients =
                new TestClients(dynamoDb.client()).withQueues(queues).withBus(new UnusedBus());
        return new Platform(lines.environment(variables), TestRuntime.at(clock), clients);
    }

    /// A platform that lacks variables.
    Platform without(String... variables) {
        var left = new HashMap<>(TABLES);
        left.keySet().removeAll(List.of(variables));
        return platform(left);
    }

    private static final class UnusedBus implements EventBridgeClient {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /// Opens an account.
    void open(String id, String owner) {
        platform()
                .entities(Account.TYPE)
                .send(
                        id,
                        new OpenAccount(owner),
                        new Trace("open " + id, "http", "request " + id, null));
    }

    /// Pays into a safe deposit.
    void deposit(String id, int number) {
        platform()
                .entities(SAFE)
                .send(
                        id,
                        new Deposit(BigDecimal.ONE, null),
                        new Trace("deposit " + number, "http", "request " + number, null));
    }

    /// Counts the requests to the tables.
    Meter meter() {
        return dynamoDb.meter();
    }

    /// Writes an item of the table of processes.
    void put(Map<String, AttributeValue> item) {
        put("Processes", item);
    }

    void put(String table, Map<String, AttributeValue> item) {
        dynamoDb.client().putItem(put -> put.tableName(table).item(item));
    }

    /// Passes commits to all processes.
    StreamsEventResponse toProcesses(List<Map<String, AttributeValue>> commits) {
        return new ProcessStream(platform()).handleRequest(StreamBatch.ofItems(commits), null);
    }

    /// Passes commits to all views.
    StreamsEventResponse toViews(List<Map<String, AttributeValue>> commits) {
        return new ViewStream(platform()).handleRequest(StreamBatch.ofItems(commits), null);
    }

    StreamsEventResponse toProcesses(Platform platform, List<Map<String, AttributeValue>> commits) {
        return new ProcessStream(platform).handleRequest(StreamBatch.ofItems(commits), null);
    }

    Map<String, Object> ask(Map<String, Object> request) {
        return new Operations(platform()).handleRequest(request, TestContext.inTime());
    }

    Map<String, Object> sweep() {
        return new Timers(platform()).run(TestContext.inTime());
    }

    /// The items of a table.
    List<Map<String, AttributeValue>> items(String table) {
        return List.copyOf(dynamoDb.client().scan(scan -> scan.tableName(table)).items());
    }

    private void journal(String name) {
        dynamoDb.client()
                .createTable(table ->
                        table.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        attribute("pk", ScalarAttributeType.S),
                                        attribute("seq", ScalarAttributeType.N))
                                .keySchema(key("pk", KeyType.HASH), key("seq", KeyType.RANGE)));
    }

    private void rows(String name) {
        dynamoDb.client()
                .createTable(table ->
                        table.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(attribute("pk", ScalarAttributeType.S))
                                .keySchema(key("pk", KeyType.HASH)));
    }
}
