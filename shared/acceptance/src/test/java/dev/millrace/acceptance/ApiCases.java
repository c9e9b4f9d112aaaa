package dev.millrace.acceptance;

import static dev.millrace.acceptance.ApiWorld.booking;
import static java.util.stream.Collectors.joining;

import dev.millrace.ApiAnswer;
import dev.millrace.ApiCall;
import dev.millrace.local.LocalCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A call in an [ApiWorld] for each answer in openapi.yaml, and more calls if there are several
/// ways to be right or wrong.
final class ApiCases {
    private static final String UNAVAILABLE = "503 UNAVAILABLE";
    private static final String UNKNOWN = "0".repeat(20);
    private static final String SEAT = "{\"row\":1,\"number\":9}";
    private static final String PLACE = "{\"concertId\":\"none\",\"seats\":[" + SEAT + "]}";
    private static final String OFFER = "{\"row\":1,\"number\":1,\"price\":\"49.90\"}";
    private static final String PUT = "{\"currency\":\"EUR\",\"seats\":[" + OFFER + "]}";

    private static final Map<String, String> CLAIMS =
            Map.of("sub", "ada", "cognito:groups", "[admin]");

    private final List<Case> cases = new ArrayList<>();

    /// @param said the expected answer, as [ApiAnswer#said] has it
    /// @param sending sends the call
    record Case(String said, ApiCall call, Function<LocalCloud, ApiAnswer> sending) {
        /// Whether a table must be throttled during the call.
        boolean inAnOutage() {
            return said.equals(UNAVAILABLE);
        }

        @Override
        public String toString() {
            var body = String.valueOf(call.body());
            return "%s %s %s %s"
                    .formatted(
                            call.route(),
                            said,
                            call.query(),
                            body.substring(0, Math.min(body.length(), 80)));
        }
    }

    static List<Case> all() {
        var all = new ApiCases();
        all.ofEveryCall();
        all.ofPlacing();
        all.ofLooking();
        all.ofCancelling();
        all.ofConcerts();
        return all.cases;
    }

    private void ofEveryCall() {
        for (var call : List.of(place(PLACE), get("paid"), history("paid"), cancel("paid"))) {
            ofEveryCall(call, "BookingEventsTable");
            ofItsClient(call);
        }
        ofEveryCall(list(), "BookingViewTable");
        ofItsClient(list());
        ofEveryCall(concert("api"), "SeatsTable");
        ofEveryCall(put(PUT), "SeatsTable");

        says("500 INTERNAL", place(PLACE).header("Idempotency-Key", "broken"));
        says("500 INTERNAL", get("broken"));
        says("500 INTERNAL", history("broken"));
        says("500 INTERNAL", cancel("broken"));
        says("200", list().by("broken"));
        says("500 INTERNAL", concert("broken"));
        says("500 INTERNAL", put(PUT).at("concertId", "broken"));
    }

    private void ofEveryCall(ApiCall call, String table) {
        says("401 Unauthorized", call.header("Authorization", "Bearer nonsense"));
        says(
                UNAVAILABLE,
                call,
                cloud -> {
                    try (var _ = cloud.throttle(table)) {
                        return call.send(cloud.api());
                    }
                });
    }

    private void ofItsClient(ApiCall call) {
        says("403 LONG_SUBJECT", call.by("a".repeat(101)));
        says("403 NO_SUBJECT", call, cloud -> call.invoke(cloud, Map.of("iss", "x"), false));
    }

    private void ofPlacing() {
        says("202", place(PLACE));
        says("202", place(PLACE).header("Idempotency-Key", "!~"));
        says("202", place(PLACE).header("Idempotency-Key", "!~"));
        says("422 IDEMPOTENCY_KEY_REUSED", place(PLACE).header("Idempotency-Key", "paid"));
        says("404 NOT_FOUND", place(PLACE).header("Idempotency-Key", "erased"));
        says("422 NO_SEATS", place(PLACE.replace(SEAT, "")));
        says("422 DUPLICATE_SEATS", place(PLACE.replace(SEAT, SEAT + "," + SEAT)));
        says("422 TOO_MANY_SEATS", place(PLACE.replace(SEAT, numbered(SEAT, 11))));
        says("400 INVALID_FIELD", place(PLACE).header("Idempotency-Key", "with space"));
        for (var wrong :
                List.of(
                        "{}",
                        PLACE.replace("none", ""),
                        PLACE.replace("none", "a".repeat(101)),
                        PLACE.replace("\"none\"", "null"),
                        PLACE.replace("\"none\"", "7"),
                        PLACE.replace("9", "\"9\""),
                        PLACE.replace("9", "9.5"),
                        PLACE.replace("\"row\":1,", ""))) {
            says("400 INVALID_FIELD", place(wrong));
        }
        ofBodies(place(PLACE), PLACE);
    }

    private void ofBodies(ApiCall call, String body) {
        says("400 UNKNOWN_FIELD", call.json(body.replaceFirst("}$", ",\"colour\":1}")));
        says("400 UNKNOWN_FIELD", call.json(body.replaceFirst("\"row\"", "\"colour\":1,\"row\"")));
        says("400 EMPTY_BODY", call.json(" "));
        says("400 MALFORMED_JSON", call.json("{]"));
        says("400 MALFORMED_BODY", call, cloud -> call.invoke(cloud, CLAIMS, true));
        says("413 BODY_TOO_LARGE", call.json(body + " ".repeat(256 * 1024)));
        says("413 Request Entity Too Large", call.json(body + " ".repeat(10 * 1024 * 1024)));
        says("415 UNSUPPORTED_MEDIA_TYPE", call.header("Content-Type", "text/plain"));
    }

    private void ofLooking() {
        for (var key : List.of("confirmed", "denied", "free", "paid", "cancelled")) {
            says("200", get(key));
            says("200", history(key));
        }
        for (var call : List.of(get("erased"), history("erased"), cancel("erased"))) {
            says("404 NOT_FOUND", call);
        }
        for (var call : List.of(get("paid"), history("paid"), cancel("paid"))) {
            says("404 NOT_FOUND", call.at("bookingId", UNKNOWN));
            says("404 NOT_FOUND", call.at("bookingId", "nonsense"));
            says("404 NOT_FOUND", call.by("ben"));
        }
        says("200", list());
        says("200", list().by("nobody"));
        for (var limit : List.of("0", "101", "all")) {
            says("400 INVALID_FIELD", list().query("limit", limit));
        }
        says("400 INVALID_FIELD", list().query("cursor", "no cursor"));
    }

    private void ofCancelling() {
        says("200", cancel("to-be-cancelled").query("reason", "ill"));
        says("200", cancel("cancelled"));
        says("200", cancel("denied"));
        says("409 ALREADY_SETTLED", cancel("paid"));
        says("400 INVALID_FIELD", cancel("paid").query("reason", "x".repeat(501)));
    }

    private void ofConcerts() {
        says("201", put(PUT).at("concertId", "new"));
        says("200", put(PUT));
        says("200", concert("api"));
        says("200", concert("full"));
        ofItsClient(concert("api"));
        says("404 NOT_FOUND", concert("none"));
        says("403 FORBIDDEN", put(PUT).by("ada"));
        says("409 OTHER_CURRENCY", put(PUT.replace("EUR", "USD")));
        says("409 SEATS_HELD", put(PUT.replace("49.90", "59.90")));
        says("422 DUPLICATE_SEATS", put(PUT.replace(OFFER, OFFER + "," + OFFER)));
        says(
                "422 TOO_MANY_SEATS",
                put(PUT.replace("\"number\":1", "\"number\":9")).at("concertId", "full"));
        says("400 INVALID_FIELD", put(PUT).at("concertId", "a".repeat(101)));
        for (var wrong :
                List.of(
                        PUT.replace("EUR", "eur"),
                        PUT.replace(OFFER, ""),
                        PUT.replace(OFFER, numbered(OFFER, 1001)),
                        PUT.replace("\"row\":1", "\"row\":0"),
                        PUT.replace("\"number\":1", "\"number\":10001"),
                        PUT.replace("\"49.90\"", "49.90"),
                        PUT.replace("49.90", "49,90"),
                        PUT.replace("49.90", "-1"))) {
            says("400 INVALID_FIELD", put(wrong));
        }
        ofBodies(put(PUT), PUT);
    }

    private void says(String said, ApiCall call) {
        says(said, call, cloud -> call.send(cloud.api()));
    }

    private void says(String said, ApiCall call, Function<LocalCloud, ApiAnswer> sending) {
        cases.add(new Case(said, call, sending));
    }

    private static ApiCall place(String body) {
        return ApiCall.to("POST /bookings").by("ada").json(body);
    }

    private static ApiCall list() {
        return ApiCall.to("GET /bookings").by("ada");
    }

    private static ApiCall get(String key) {
        return ApiCall.to("GET /bookings/{bookingId}").by("ada").at("bookingId", booking(key));
    }

    private static ApiCall history(String key) {
        return ApiCall.to("GET /bookings/{bookingId}/history")
                .by("ada")
                .at("bookingId", booking(key));
    }

    private static ApiCall cancel(String key) {
        return ApiCall.to("DELETE /bookings/{bookingId}").by("ada").at("bookingId", booking(key));
    }

    private static ApiCall put(String body) {
        return ApiCall.to("PUT /concerts/{concertId}")
                .by("boss:admin")
                .at("concertId", "api")
                .json(body);
    }

    private static ApiCall concert(String id) {
        return ApiCall.to("GET /concerts/{concertId}").by("ada").at("concertId", id);
    }

    private static String numbered(String seat, int many) {
        return IntStream.rangeClosed(1, many)
                .mapToObj(n -> seat.replaceFirst("\"number\":[0-9]+", "\"number\":" + n))
                .collect(joining(","));
    }
}
