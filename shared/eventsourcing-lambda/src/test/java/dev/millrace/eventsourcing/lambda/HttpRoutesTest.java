package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The answers to a caller, whatever happens in the route.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpRoutesTest {
    private final LogLines lines = new LogLines();

    record Answer(String id, BigDecimal price, Instant at, @Nullable String reason) {}

    @Test
    void a_call_is_answered_by_its_route() {
        var answer =
                answer(call -> {
                    lines.log().info("inside", Map.of());
                    var id = call.path("id");
                    return HttpAnswer.json(
                            200, new Answer(id, new BigDecimal("0.00"), LogLines.NOW, null));
                });

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsExactly(Map.entry("content-type", "application/json"));
        assertThat(answer.body().toString())
                .isEqualTo("{\"id\":\"7\",\"price\":\"0.00\",\"at\":\"2026-03-01T12:00:00.123Z\"}");
    }

    @Test
    void an_accepted_call_has_a_location() {
        var answer = answer(_ -> HttpAnswer.accepted("/things/7", Map.of("id", "7")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers())
                .containsOnly(
                        Map.entry("content-type", "application/json"),
                        Map.entry("location", "/things/7"));
    }

    @Test
    void an_unknown_route_is_not_found() {
        assertThat(answer("DELETE /things/{id}", _ -> HttpAnswer.json(200, "")).problem())
                .isEqualTo("404 NOT_FOUND");
        assertThat(answer("$default", _ -> HttpAnswer.json(200, "")).problem())
                .isEqualTo("404 NOT_FOUND");
    }

    /// RFC 9457: `about:blank` with the status's own title, and additional members.
    @Test
    void a_problem_has_the_form_of_rfc_9457() {
        var answer =
                answer(_ -> {
                    throw Problem.invalid("seats[0].row", "row is a number.")
                            .with("rows", List.of(1, 2));
                });

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers())
                .containsExactly(Map.entry("content-type", "application/problem+json"));
        assertThat(answer.body().toString())
                .isEqualTo(
                        """
                        {"type":"about:blank","title":"Bad Request","status":400,\
                        "code":"INVALID_FIELD","detail":"row is a number.",\
                        "field":"seats[0].row","rows":[1,2]}\
                        """);
        assertThat(lines.all())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("message").asText()).isEqualTo("call");
                    assertThat(line.path("route").asText()).isEqualTo("GET /things/{id}");
                    assertThat(line.path("status").asInt()).isEqualTo(400);
                    assertThat(line.path("duration_ms").isNumber()).isTrue();
                });
    }

    @Test
    void a_problem_without_a_field_names_none() {
        assertThat(answer(_ -> throwing(Problem.notFound("thing"))).body().has("field")).isFalse();
    }

    /// The names that IANA registers for the statuses.
    @Test
    void every_status_has_its_title() {
        var titles = new LinkedHashMap<Integer, String>();
        for (var status : List.of(400, 403, 404, 409, 413, 415, 422, 500, 503)) {
            var answer = answer(_ -> throwing(new Problem(status, "CODE", "detail")));
            assertThat(answer.status()).isEqualTo(status);
            titles.put(status, String.valueOf(answer.text("title")));
        }

        assertThat(titles.values())
                .containsExactly(
                        "Bad Request",
                        "Forbidden",
                        "Not Found",
                        "Conflict",
                        "Content Too Large",
                        "Unsupported Media Type",
                        "Unprocessable Content",
                        "Internal Server Error",
                        "Service Unavailable");
    }

    /// A service may answer a status that is not among those above.
    @ParameterizedTest
    @CsvSource({"418, Client Error", "499, Client Error", "501, Server Error", "599, Server Error"})
    void any_other_status_has_the_title_of_its_class(int status, String title) {
        var answer = answer(_ -> throwing(new Problem(status, "CODE", "detail")));

        assertThat(answer.problem()).isEqualTo(status + " CODE");
        assertThat(answer.text("title")).isEqualTo(title);
    }

    @Test
    void an_outage_asks_to_try_again() {
        var answer = answer(_ -> throwing(new Outage("the table of secrets is away", null)));

        assertThat(answer.problem()).isEqualTo("503 UNAVAILABLE");
        assertThat(answer.body().toString()).doesNotContain("secrets");
        assertThat(lines.of("an outage"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("error").asText())
                            .isEqualTo(
                                    "dev.millrace.eventsourcing.Outage: the table of secrets is away");
                    assertThat(line.path("level").asText()).isEqualTo("ERROR");
                    assertThat(line.path("route").asText()).isEqualTo("GET /things/{id}");
                });
    }

    @Test
    void a_defect_is_logged_and_not_shown_to_the_caller() {
        var answer = answer(_ -> throwing(new IllegalStateException("password is 1234")));

        assertThat(answer.problem()).isEqualTo("500 INTERNAL");
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answer.body().toString()).doesNotContain("1234").doesNotContain("Exception");
        assertThat(lines.of("a defect"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("error").asText())
                            .isEqualTo("java.lang.IllegalStateException: password is 1234");
                    assertThat(line.path("stack").asText()).contains("HttpRoutesTest");
                });
    }

    @Test
    void an_answer_that_cannot_be_written_is_a_defect() {
        var answer = answer(_ -> HttpAnswer.json(200, new Object()));

        assertThat(answer.problem()).isEqualTo("500 INTERNAL");
        assertThat(lines.of("a defect")).hasSize(1);
    }

    @Test
    void a_parameter_with_half_a_character_is_answered() throws IOException {
        var event =
                """
                {"routeKey": "GET /things/{id}", "pathParameters": {"id": "\\ud800"}}
                """;
        var routes =
                new HttpRoutes(
                        Map.of("GET /things/{id}", call -> HttpAnswer.json(200, call.path("id"))),
                        lines.log());
        var answer = new ByteArrayOutputStream();
        routes.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, null);

        assertThat(TestAnswer.of(Json.read(answer.toString(UTF_8))).problem())
                .isEqualTo("400 INVALID_FIELD id");
    }

    @Test
    void every_line_of_a_call_carries_its_request_id() {
        answer(_ -> {
            lines.log().info("inside", Map.of());
            throw new IllegalStateException("broken");
        });

        assertThat(lines.all())
                .hasSize(3)
                .allMatch(line -> line.path("correlation_id").asText().equals("request-7"));
        assertThat(lines.all())
                .allMatch(line -> line.path("function").asText().equals("function-under-test"));
    }

    private static HttpAnswer throwing(RuntimeException thrown) {
        throw thrown;
    }

    private TestAnswer answer(HttpRoutes.Route route) {
        return answer("GET /things/{id}", route);
    }

    private TestAnswer answer(String routeKey, HttpRoutes.Route route) {
        var routes = new HttpRoutes(Map.of("GET /things/{id}", route), lines.log());
        var call = TestCall.to(routeKey).path("id", "7").requestId("request-7");
        return TestAnswer.of(routes.handle(call.event()));
    }
}
