package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

/// The bus against an HTTP server that answers as each test says.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventBridgeBusTest {
    private static final String TAKEN =
            "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e\"}]}";
    private static final Paid PAID =
            new Paid("m1", new BigDecimal("20.00"), Instant.parse("2026-03-01T12:00:00Z"), null);

    record Paid(String id, BigDecimal amount, Instant at, @Nullable String note)
            implements Message {}

    private record Answer(int status, String body) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> entries = new CopyOnWriteArrayList<>();
    private final List<Integer> pauses = new ArrayList<>();
    private final HttpServer server = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            assertThat(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .isEqualTo("AWSEvents.PutEvents");
            var request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Json.read(request, JsonNode.class).path("Entries").forEach(entries::add);
            var next = answers.poll();
            var answer = next == null ? new Answer(200, TAKEN) : next;
            var body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private EventBridgeBus bus() {
        var endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        var environment =
                new Environment(
                        Map.of(
                                "AWS_REGION",
                                "eu-central-1",
                                "AWS_ENDPOINT_URL_EVENTBRIDGE",
                                endpoint));
        var client = new AwsClients(environment).eventBridge();
        return new EventBridgeBus(() -> client, "the-bus", "bookings", pauses::add);
    }

    private void failing(int times, String code) {
        for (var n = 0; n < times; n++) {
            answers.add(
                    new Answer(
                            200,
                            """
                            {"FailedEntryCount":1,"Entries":[{"ErrorCode":"%s","ErrorMessage":"no"}]}\
                            """
                                    .formatted(code)));
        }
    }

    @Test
    void a_message_is_one_entry_whose_detail_is_the_message_itself() {
        bus().publish("BookingPaid", PAID);

        assertThat(entries)
                .singleElement()
                .isEqualTo(
                        Json.read(
                                """
                                {"EventBusName":"the-bus","Source":"bookings","DetailType":"BookingPaid",
                                 "Detail":"{\\"id\\":\\"m1\\",\\"amount\\":\\"20.00\\",\\"at\\":\\"2026-03-01T12:00:00Z\\"}"}\
                                """,
                                JsonNode.class));
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_failed_entry_is_sent_again_unchanged() {
        failing(2, "ThrottlingException");

        bus().publish("BookingPaid", PAID);

        assertThat(entries).hasSize(3).containsOnly(entries.getFirst());
        assertThat(pauses).containsExactly(1, 2);
    }

    @Test
    void an_entry_that_fails_every_time_is_an_outage() {
        failing(9, "InternalFailure");

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> bus().publish("BookingPaid", PAID))
                .withMessageContaining("BookingPaid m1")
                .withMessageContaining("InternalFailure");
        assertThat(entries).hasSize(5);
        assertThat(pauses).containsExactly(1, 2, 3, 4);
    }

    @Test
    void an_entry_that_failed_without_a_reason_is_sent_again_too() {
        answers.add(new Answer(200, "{\"FailedEntryCount\":1,\"Entries\":[]}"));

        bus().publish("BookingPaid", PAID);

        assertThat(entries).hasSize(2);
    }

    @Test
    void an_entry_that_is_never_accepted_is_a_defect_and_not_sent_again() {
        failing(1, "MalformedDetail");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bus().publish("BookingPaid", PAID))
                .withMessageContaining("BookingPaid m1")
                .withMessageContaining("MalformedDetail");
        assertThat(entries).hasSize(1);
    }

    @Test
    void a_failure_of_the_service_is_an_outage() {
        for (var n = 0; n < 9; n++) {
            answers.add(new Answer(500, "{\"__type\":\"InternalException\"}"));
        }

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> bus().publish("BookingPaid", PAID))
                .withMessageContaining("publish on the-bus");
    }

    @Test
    void a_service_that_cannot_be_reached_is_an_outage() {
        server.stop(0);

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> bus().publish("BookingPaid", PAID));
    }

    @Test
    void a_request_the_service_finds_invalid_is_a_defect() {
        answers.add(new Answer(400, "{\"__type\":\"ValidationException\",\"message\":\"large\"}"));

        assertThatExceptionOfType(SdkException.class)
                .isThrownBy(() -> bus().publish("BookingPaid", PAID))
                .withMessageContaining("large");
    }
}
