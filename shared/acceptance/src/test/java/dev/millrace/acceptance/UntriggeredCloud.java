package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ApiCall;
import dev.millrace.TemplateFile;
import dev.millrace.demo.ServiceClient;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import dev.millrace.local.functions.InvocationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The service with every trigger of the template disabled. The test delivers instead: each commit
/// in a batch of its own to both readers of the journal, each event of the bus to its function. One
/// function runs at a time, so that each call of AWS belongs to a known function.
final class UntriggeredCloud implements AutoCloseable {
    private final LocalCloud cloud;
    private final ServiceClient client;
    private final LocalTables tables;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final Queue<JsonNode> bus = new ConcurrentLinkedQueue<>();
    private final Set<String> delivered = new HashSet<>();
    private final Map<String, Set<SdkRequest>> requests = new HashMap<>();

    /// Replaces standard output first: functions keep the stream to which they log when they are
    /// made.
    ///
    /// @param folder where the template without triggers is written
    /// @param edit makes further changes of its text
    UntriggeredCloud(Path folder, Map<String, String> parameters, UnaryOperator<String> edit)
            throws IOException {
        var template = Files.readString(TemplateFile.ROOT.resolve("template.yaml"));
        var file = folder.resolve("template.yaml");
        Files.writeString(file, edit.apply(untriggered(template)));
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        this.cloud =
                LocalCloud.start(
                        LocalCloudOptions.of(file)
                                .withClasses(UntriggeredCloud.class.getClassLoader())
                                .withParameters(parameters));
        this.client =
                new ServiceClient(
                        cloud.api(), cloud.eventBridge(), cloud.resource("Bus"), Thread::sleep);
        this.tables = new LocalTables(cloud);
        cloud.onBusEvent(bus::add);
    }

    /// The template's text with every trigger disabled.
    static String untriggered(String template) {
        return template.replaceAll(
                        "(Type: (?:DynamoDB|Schedule)\n( +)Properties:\n)",
                        "$1$2  Enabled: false\n")
                .replaceAll(
                        "(Type: EventBridgeRule\n( +)Properties:\n)", "$1$2  State: DISABLED\n");
    }

    LocalCloud cloud() {
        return cloud;
    }

    /// A client whose calls are not counted.
    ServiceClient client() {
        return client;
    }

    LocalTables tables() {
        return tables;
    }

    /// The requests that each function has sent to AWS, by the logical id of the function.
    Map<String, Set<SdkRequest>> requests() {
        return requests;
    }

    /// Delivers commits and events until there are no new ones.
    void settle(Bill bill) {
        while (true) {
            var commits =
                    tables.items("BookingEventsTable").stream()
                            .filter(item -> delivered.add(key(item)))
                            .toList();
            for (var commit : commits) deliver(bill, commit);
            var event = bus.poll();
            if (event != null) deliver(bill, event);
            if (event == null && commits.isEmpty()) return;
        }
    }

    private void deliver(Bill bill, Map<String, AttributeValue> commit) {
        var batch = StreamRecords.batch(List.of(StreamRecords.insert(commit)));
        run(bill, "BookingView", batch);
        run(bill, "BookingProcess", batch);
    }

    private void deliver(Bill bill, JsonNode event) {
        bill.busEvent();
        var payment = event.path("source").asText().equals("payments");
        run(bill, payment ? "PaymentProcess" : "Notifications", event.toString());
    }

    /// Runs a function on an event.
    void run(Bill bill, String function, String event) {
        var outcome = count(bill, function, () -> invoke(function, event));
        assertThat(outcome.failed()).as(outcome.payload()).isFalse();
    }

    private InvocationResult invoke(String function, String event) {
        try {
            return cloud.invoke(function, event);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Calls a route of the API that this function answers.
    void call(Bill bill, String function, ApiCall call) {
        var answer = count(bill, function, () -> call.send(cloud.api()));
        assertThat(answer.status()).isLessThan(300);
        bill.httpCall(answer.body().toString().length());
    }

    private <T> T count(Bill bill, String function, Supplier<T> work) {
        var before = log.size();
        var counted = CostMeter.during(work);
        var written = log.toString(StandardCharsets.UTF_8).substring(before);
        var asked = requests.computeIfAbsent(function, _ -> new HashSet<>());
        for (var call : counted.calls()) asked.add(call.request());
        bill.run(
                function,
                counted.calls(),
                written.lines().filter(line -> !isOfSlowness(line)).toList());
        return counted.result();
    }

    /// A slow step logs an extra line. The number of slow steps depends on the machine.
    private static boolean isOfSlowness(String line) {
        return line.contains("\"message\":\"step\"")
                || line.contains("\"message\":\"sweep of an instance\"");
    }

    /// Waits until something in the table is due.
    void untilDue(String table) {
        await().until(() ->
                tables.items(table).stream()
                        .map(item -> item.get("dueAt"))
                        .anyMatch(due ->
                                due != null && Instant.parse(due.s()).isBefore(Instant.now())));
    }

    private static String key(Map<String, AttributeValue> commit) {
        return commit.get("pk") + " " + commit.get("seq");
    }

    @Override
    public void close() {
        cloud.close();
        System.setOut(out);
    }
}
