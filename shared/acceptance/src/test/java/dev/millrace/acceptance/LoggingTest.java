package dev.millrace.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.ApiCall;
import dev.millrace.Counted;
import dev.millrace.demo.ServiceClient;
import dev.millrace.eventsourcing.lambda.EmbeddedMetrics;
import dev.millrace.eventsourcing.lambda.EmbeddedMetrics.Datum;
import dev.millrace.eventsourcing.lambda.Metric;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The lines that the functions write while everything happens that can happen to bookings, also by
/// callers without access. CloudWatch can count them, and they contain nothing that people sent.
@Tag("end-to-end")
@Tag("embedded") // the lines are the same elsewhere
@DisplayNameGeneration(ReplaceUnderscores.class)
class LoggingTest {
    private static final PrintStream USUAL = System.out;
    private static final ByteArrayOutputStream WRITTEN = new ByteArrayOutputStream();
    private static final JsonMapper JSON = new JsonMapper();

    // Before the functions are made, because they keep it.
    static {
        System.setOut(new PrintStream(WRITTEN, true, UTF_8));
    }

    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT5S").inDetail();

    private final ServiceClient client = SERVICE.client();
    private final LocalTables tables = new LocalTables(SERVICE.cloud());

    @AfterAll
    static void giveBack() {
        System.setOut(USUAL);
    }

    @BeforeAll
    static void everythingHappens() {
        new LoggingTest().story();
    }

    private void story() {
        client.putConcert("story", "49.90", 4);
        client.putConcert("cursed", "49.90", 1);
        tables.price("cursed", "a song");
        client.book("ada", "cursed", 1);
        tables.put(
                "ProcessesTable",
                Map.of(
                        "pk", fromS("renamed#k"),
                        "process", fromS("renamed"),
                        "key", fromS("k"),
                        "dueShard", fromS("0"),
                        "dueAt", fromS("2026-01-01T00:00:00.000Z")));
        var expired = client.book("ben", "story", 2);

        var cancelled = client.book("ada", "story", 1);
        client.await("ada", cancelled, "CONFIRMED");
        client.cancel("ada", cancelled, "secret-reason");
        impossible(cancelled);

        var forgotten = client.book("cleo", "story", 3);
        client.await("cleo", forgotten, "CONFIRMED");
        pay("paid-too-little", forgotten, "1.00");
        awaitMetric("Refunds");
        tables.forget(forgotten);
        pay(
                "paid-for-nothing",
                forgotten,
                "2.00"); // rejected on the cached state, so the journal is read
        pay("not-even-a-payment", forgotten, "secret-amount");

        mistakes();
        client.await("ben", expired, "EXPIRED");
        for (var metric : Counted.metrics()) awaitMetric(metric.name());
        awaitText("cannot happen to");
        awaitText("an input failed");
    }

    /// Adds a commit that the state of the booking does not allow, with a text that a person wrote.
    private void impossible(String booking) {
        var commits =
                tables.items("BookingEventsTable").stream()
                        .filter(item -> fromS("Booking#" + booking).equals(item.get("pk")))
                        .toList();
        var last = new HashMap<>(commits.getLast());
        last.put("seq", fromN("" + (commits.size() + 1)));
        tables.put("BookingEventsTable", last);
        ApiCall.to("DELETE /bookings/{bookingId}")
                .at("bookingId", booking)
                .by("ada")
                .send(SERVICE.cloud().api());
    }

    private void mistakes() {
        var api = SERVICE.cloud().api();
        for (var body :
                List.of(
                        "{\"concertId\":\"secret-concert\",\"seats\":[]}",
                        "{\"concertId\":\"story\",\"seats\":[],\"secret-field\":\"secret-value\"}",
                        "{\"concertId\":\"story\",\"seats\":\"secret-seats\"}",
                        "{secret-malformed")) {
            ApiCall.to("POST /bookings")
                    .by("ada")
                    .header("Cookie", "secret-cookie")
                    .header("Idempotency-Key", "secret-key")
                    .json(body)
                    .send(api);
        }
        ApiCall.to("GET /bookings/{bookingId}").at("bookingId", "secret-id").by("ada").send(api);
        ApiCall.to("GET /bookings").query("next", "secret-cursor").by("ada").send(api);
        ApiCall.to("GET /bookings").header("Authorization", "Bearer secret-token").send(api);
    }

    private void pay(String payment, String booking, String amount) {
        var detail =
                JSON.createObjectNode()
                        .put("clientId", "cleo")
                        .put("paymentId", payment)
                        .put("bookingId", booking)
                        .put("amount", amount)
                        .put("currency", "EUR")
                        .put("card", "secret-card");
        var body = JSON.createObjectNode();
        body.putArray("Entries")
                .addObject()
                .put("EventBusName", SERVICE.cloud().resource("Bus"))
                .put("Source", "payments")
                .put("DetailType", "PaymentReceived")
                .put("Detail", detail.toString());
        ApiCall.to("POST /")
                .header("X-Amz-Target", "AWSEvents.PutEvents")
                .json(body.toString())
                .header("Content-Type", "application/x-amz-json-1.1")
                .send(SERVICE.cloud().api());
    }

    @Test
    void every_metric_is_readable_by_CloudWatch_and_has_its_declared_dimensions() {
        var expected = Counted.metrics().stream().map(LoggingTest::shape).collect(toSet());

        assertThat(data().stream().map(LoggingTest::shape).collect(toSet())).isEqualTo(expected);
        assertThat(data()).extracting(Datum::namespace).containsOnly("Millrace/millrace-local");
        assertThat(data()).allMatch(datum -> datum.number() >= 0);
    }

    @Test
    void the_line_of_each_command_has_all_its_fields() {
        var commands = lines("command");
        assertThat(commands)
                .extracting(line -> line.path("sender").asText())
                .contains("http", "reservation", "payment", "expiry");
        assertThat(commands)
                .allSatisfy(line -> {
                    assertThat(line.path("correlation_id").asText()).isNotEmpty();
                    assertThat(line.path("entity").asText()).startsWith("Booking#");
                    assertThat(line.path("command").asText()).isNotEmpty();
                    assertThat(line.path("outcome").asText()).isIn("ACCEPTED", "REFUSED");
                    assertThat(line.path("duration_ms").isNumber()).isTrue();
                    var sender = line.path("sender").asText();
                    assertThat(line.path("process").asText())
                            .isEqualTo(sender.equals("http") ? "" : sender);
                    assertThat(line.has("causation_id"))
                            .isEqualTo(Set.of("reservation", "payment").contains(sender));
                });
    }

    @Test
    void the_line_of_each_call_and_each_step_has_its_duration() {
        assertThat(lines("call"))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.path("correlation_id").asText()).isNotEmpty();
                    assertThat(line.path("route").asText()).contains(" /");
                    assertThat(line.path("status").asInt()).isBetween(200, 503);
                    assertThat(line.path("duration_ms").isNumber()).isTrue();
                });
        assertThat(lines("step"))
                .allSatisfy(line -> {
                    assertThat(line.path("duration_ms").isNumber()).isTrue();
                    assertThat(line.path("outcome").asText()).isIn("DONE", "FAILED");
                })
                .extracting(line -> line.path("process").asText())
                .contains("reservation", "announcement", "payment", "reminder", "notifications");
    }

    @Test
    void no_line_contains_what_people_sent() {
        var theirs = Pattern.compile("secret-|Bearer|local:ada|boss");
        assertThat(text().lines().filter(theirs.asPredicate())).isEmpty();
    }

    private static String shape(Metric metric) {
        return metric.name() + Set.copyOf(metric.dimensions()).stream().sorted().toList();
    }

    private static String shape(Datum datum) {
        return datum.name() + List.copyOf(datum.dimensions().keySet());
    }

    private static void awaitMetric(String name) {
        awaitText("{\"Name\":\"" + name + "\"");
    }

    private static void awaitText(String text) {
        await(text).atMost(Duration.ofSeconds(30)).until(() -> text().contains(text));
    }

    private static List<Datum> data() {
        return lines().stream().flatMap(line -> EmbeddedMetrics.of(line).stream()).toList();
    }

    private static List<JsonNode> lines(String message) {
        return lines().stream()
                .filter(line -> line.path("message").asText().equals(message))
                .toList();
    }

    private static List<JsonNode> lines() {
        return text().lines().filter(line -> line.startsWith("{")).map(LoggingTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException broken) {
            throw new UncheckedIOException(line, broken);
        }
    }

    private static String text() {
        return WRITTEN.toString(UTF_8);
    }
}
