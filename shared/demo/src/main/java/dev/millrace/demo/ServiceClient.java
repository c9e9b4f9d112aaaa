package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.eventsourcing.Backoff.Sleeper;
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
import org.jspecify.annotations.Nullable;

/// A client of the service on a local cloud: what curl could do.
public final class ServiceClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final URI eventBridge;
    private final String bus;
    private final Sleeper sleeper;

    /// @param bus its name, or its ARN where EventBridge serves more than one region
    /// @param sleeper waits between two looks
    public ServiceClient(URI api, URI eventBridge, String bus, Sleeper sleeper) {
        this.api = api;
        this.eventBridge = eventBridge;
        this.bus = bus;
        this.sleeper = sleeper;
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

    /// Books a seat of the first row, and answers the booking's id.
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

    /// Books a seat once the concert shows it free again: a booking that is over frees its seats a
    /// moment later.
    public String bookWhenFree(String client, String concertId, int number) {
        for (var waited = Duration.ZERO;
                waited.compareTo(TIMEOUT) < 0;
                waited = waited.plus(PAUSE)) {
            var seats = call("GET", "/concerts/" + concertId, client, null).path("seats");
            if (seats.path(number - 1).path("available").asBoolean()) break;
            pause();
        }
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
        var body = JSON.createObjectNode();
        body.putArray("Entries")
                .addObject()
                .put("EventBusName", bus)
                .put("Source", "payments")
                .put("DetailType", "PaymentReceived")
                .put("Detail", detail.toString());
        send(
                HttpRequest.newBuilder(eventBridge.resolve("/"))
                        .header("X-Amz-Target", "AWSEvents.PutEvents")
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    /// Waits for one of these statuses, and answers it, or the one that stood in its place when
    /// patience ended.
    public String await(String client, String bookingId, String... statuses) {
        var seen = "";
        for (var waited = Duration.ZERO;
                waited.compareTo(TIMEOUT) < 0;
                waited = waited.plus(PAUSE)) {
            seen = call("GET", "/bookings/" + bookingId, client, null).path("status").asText();
            if (List.of(statuses).contains(seen)) return seen;
            pause();
        }
        return seen;
    }

    /// Waits until something holds.
    ///
    /// @return false where patience ended first
    public boolean waitFor(BooleanSupplier condition) {
        for (var waited = Duration.ZERO;
                waited.compareTo(TIMEOUT) < 0;
                waited = waited.plus(PAUSE)) {
            if (condition.getAsBoolean()) return true;
            pause();
        }
        return condition.getAsBoolean();
    }

    private JsonNode call(String method, String path, String token, @Nullable JsonNode body) {
        return send(request(method, path, token, body));
    }

    private HttpRequest.Builder request(
            String method, String path, String token, @Nullable JsonNode body) {
        return HttpRequest.newBuilder(api.resolve(path))
                .header("Authorization", "Bearer local:" + token)
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
                throw new IllegalStateException(
                        "%s %s: %d %s"
                                .formatted(
                                        call.method(),
                                        call.uri(),
                                        answer.statusCode(),
                                        answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (IOException failed) {
            throw new IllegalStateException("the local cloud does not answer", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void pause() {
        try {
            sleeper.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
