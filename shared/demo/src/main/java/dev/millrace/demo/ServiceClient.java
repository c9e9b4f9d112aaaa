package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.eventsourcing.Backoff.Sleeper;
import dev.millrace.local.SdkSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/// A client of the booking's HTTP API, which also reports payments on the bus.
public final class ServiceClient {
    private static final JsonMapper JSON = new JsonMapper();

    /// API Gateway answers within 30 s.
    static final Duration CALL = Duration.ofSeconds(35);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final Payments payments;
    private final UnaryOperator<String> tokens;
    private final Polling polling;

    /// The service does not answer, or not as a client expects.
    public static final class Unexpected extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unexpected(String message) {
            super(message);
        }
    }

    /// The bus on which payments are reported.
    ///
    /// @param name its name, or its ARN if the EventBridge endpoint serves more than one region
    public record Payments(EventBridgeClient eventBridge, String name) {}

    /// The longest wait for a condition, and the pause between two polls.
    public record Polling(Duration timeout, Duration pause, Sleeper sleeper) {}

    /// A client of any service.
    ///
    /// @param tokens returns the token of a client
    public ServiceClient(
            URI api, Payments payments, UnaryOperator<String> tokens, Polling polling) {
        this.api = api;
        this.payments = payments;
        this.tokens = tokens;
        this.polling = polling;
    }

    /// A client of a local cloud.
    ///
    /// @param bus its name, or its ARN if the EventBridge endpoint serves more than one region
    /// @param sleeper waits between two polls
    public ServiceClient(URI api, URI eventBridge, String bus, Sleeper sleeper) {
        this(
                api,
                new Payments(eventBridge(eventBridge), bus),
                client -> "local:" + client,
                new Polling(Duration.ofSeconds(20), Duration.ofMillis(50), sleeper));
    }

    private static EventBridgeClient eventBridge(URI endpoint) {
        SdkSettings.set();
        return EventBridgeClient.builder()
                .endpointOverride(endpoint)
                .httpClientBuilder(SdkSettings.direct())
                .build();
    }

    /// Puts a concert of one row on sale.
    public void putConcert(String concertId, String price, int seats) {
        var body = JSON.createObjectNode().put("currency", "EUR");
        var list = body.putArray("seats");
        for (var number = 1; number <= seats; number++) {
            list.addObject().put("row", 1).put("number", number).put("price", price);
        }
        call("PUT", "/concerts/" + concertId, "boss:admin", body);
    }

    /// Books a seat of the first row, and returns the booking's id.
    public String book(String client, String concertId, int number) {
        var body = JSON.createObjectNode().put("concertId", concertId);
        body.putArray("seats").addObject().put("row", 1).put("number", number);
        return call("POST", "/bookings", client, body).path("bookingId").asText();
    }

    /// Books a seat of the first row under an Idempotency-Key.
    public void bookUnder(String key, String client, String concertId, int number) {
        var body = JSON.createObjectNode().put("concertId", concertId);
        body.putArray("seats").addObject().put("row", 1).put("number", number);
        send(request("POST", "/bookings", client, body).header("Idempotency-Key", key));
    }

    /// Waits until the concert shows the seat as free, and books it: the seats of an ended booking
    /// become free a moment later. After the timeout it books the seat in any case.
    public String bookWhenFree(String client, String concertId, int number) {
        waitFor(() -> {
            var seats = call("GET", "/concerts/" + concertId, client, null).path("seats");
            return seats.path(number - 1).path("available").asBoolean();
        });
        return book(client, concertId, number);
    }

    public void cancel(String client, String bookingId, String reason) {
        call("DELETE", "/bookings/" + bookingId + "?reason=" + reason, client, null);
    }

    /// Reports a payment on the bus.
    public void pay(String client, String paymentId, String bookingId, String amount) {
        var detail =
                JSON.valueToTree(
                        Map.of(
                                "clientId", client,
                                "paymentId", paymentId,
                                "bookingId", bookingId,
                                "amount", amount,
                                "currency", "EUR"));
        var entry =
                PutEventsRequestEntry.builder()
                        .eventBusName(payments.name())
                        .source("payments")
                        .detailType("PaymentReceived")
                        .detail(detail.toString())
                        .build();
        var answer = payments.eventBridge().putEvents(events -> events.entries(entry));
        if (answer.failedEntryCount() > 0) {
            throw new Unexpected("the bus rejected a payment: " + answer.entries());
        }
    }

    /// Waits until the booking has one of these statuses.
    ///
    /// @return that status; after the timeout, the status that the booking has then
    public String await(String client, String bookingId, String... statuses) {
        return poll(
                () -> call("GET", "/bookings/" + bookingId, client, null).path("status").asText(),
                List.of(statuses)::contains);
    }

    /// Waits until the condition holds.
    ///
    /// @return false if it does not hold before the timeout
    public boolean waitFor(BooleanSupplier condition) {
        return poll(condition::getAsBoolean, holds -> holds);
    }

    /// Polls until the answer is the awaited one, or until the timeout. Returns the last answer.
    private <T> T poll(Supplier<T> look, Predicate<T> awaited) {
        for (var waited = Duration.ZERO;
                waited.compareTo(polling.timeout()) < 0;
                waited = waited.plus(polling.pause())) {
            var answer = look.get();
            if (awaited.test(answer)) return answer;
            pause();
        }
        return look.get();
    }

    private JsonNode call(String method, String path, String client, @Nullable JsonNode body) {
        return send(request(method, path, client, body));
    }

    private HttpRequest.Builder request(
            String method, String path, String client, @Nullable JsonNode body) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(CALL)
                .header("Authorization", "Bearer " + tokens.apply(client))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(body.toString()));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var call = request.build();
            var answer = http.send(call, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new Unexpected(
                        "%s %s: %s %s"
                                .formatted(
                                        call.method(),
                                        call.uri(),
                                        answer.statusCode(),
                                        answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (IOException failed) {
            throw new Unexpected("%s does not answer: %s".formatted(api, failed));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void pause() {
        try {
            polling.sleeper().sleep(polling.pause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
