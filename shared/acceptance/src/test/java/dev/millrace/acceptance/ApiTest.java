package dev.millrace.acceptance;

import static dev.millrace.acceptance.ApiWorld.booking;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.ApiAnswer;
import dev.millrace.ApiCall;
import dev.millrace.OpenApi;
import dev.millrace.acceptance.ApiCases.Case;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each answer of the API is as openapi.yaml describes it.
@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class ApiTest {
    /// Answers of API Gateway and Lambda. The local cloud has no such limits.
    private static final Set<String> ONLY_ON_AWS =
            Set.of("429 Too Many Requests", "500 Internal Server Error", "503 Service Unavailable");

    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT6H");

    private static final OpenApi API = OpenApi.read();

    @BeforeAll
    static void live() {
        new ApiWorld(SERVICE.cloud(), SERVICE.client()).make();
    }

    static List<Case> cases() {
        return ApiCases.all().stream().filter(one -> !one.inAnOutage()).toList();
    }

    static List<Case> outages() {
        return ApiCases.all().stream().filter(Case::inAnOutage).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers_as_described(Case one) {
        assertAnswersAsDescribed(one);
    }

    @Tag("embedded") // no other backend can simulate an outage
    @ParameterizedTest
    @MethodSource("outages")
    void answers_as_described_in_an_outage(Case one) {
        assertAnswersAsDescribed(one);
    }

    private static void assertAnswersAsDescribed(Case one) {
        var route = one.call().route();

        var answer = one.sending().apply(SERVICE.cloud());

        assertThat(answer.said()).isEqualTo(one.said());
        assertThat(API.answers(route)).contains(answer.said());
        assertThat(API.faults(route, answer)).isEmpty();
        if (answer.status() < 300) assertThat(API.faults(one.call())).isEmpty();
        if (isRejectedByItsForm(answer)) assertThat(API.faults(one.call())).isNotEmpty();
        if (answer.status() > 400) {
            assertThat(answer.body()).isEqualTo(API.example(route, answer.said()));
        }
    }

    /// Whether the service rejected the form of the call. If so, the call must not fit the
    /// description either. (No caller can cause a malformed base64.)
    private static boolean isRejectedByItsForm(ApiAnswer answer) {
        return (answer.status() == 400 || answer.status() == 415)
                && !answer.said().endsWith("MALFORMED_BODY");
    }

    @Test
    void every_answer_that_is_described_is_really_given() {
        for (var route : API.routes()) {
            var given =
                    ApiCases.all().stream()
                            .filter(one -> one.call().route().equals(route))
                            .map(Case::said)
                            .collect(toCollection(TreeSet::new));
            given.addAll(ONLY_ON_AWS);
            // No item can make a list fail: the list leaves out what cannot be read.
            if (route.equals("GET /bookings")) given.add("500 INTERNAL");

            assertThat(given).as(route).isEqualTo(API.answers(route));
        }
    }

    /// The gateway's authorizer is not the only protection.
    @Test
    void every_function_rejects_a_call_without_the_claims_of_a_token() {
        for (var route : API.routes()) {
            var call = ApiCall.to(route).at("bookingId", booking("paid")).at("concertId", "api");
            var answer = call.invoke(SERVICE.cloud(), Map.of(), false);

            assertThat(answer.status()).as("%s: %s", route, answer.said()).isIn(401, 403);
        }
    }

    @Test
    void a_call_of_no_route_is_not_found() {
        for (var route : List.of("GET /nothing", "PATCH /bookings", "GET /bookings/")) {
            var answer = ApiCall.to(route).by("ada").send(SERVICE.cloud().api());

            assertThat(answer.said()).as(route).isEqualTo("404 Not Found");
        }
    }

    @Test
    void the_cursors_lead_to_the_last_page() {
        var list = ApiCall.to("GET /bookings").by("reader");
        for (var seat = 1; seat <= 3; seat++) SERVICE.client().book("reader", "none", seat);
        await().until(() -> send(list).body().path("bookings").size() == 3);

        var seen = new TreeSet<String>();
        var page = send(list.query("limit", "2"));
        page.body().path("bookings").forEach(one -> seen.add(one.path("bookingId").asText()));
        assertThat(seen).hasSize(2);
        var next = list.query("limit", "2").query("cursor", page.body().path("cursor").asText());
        assertThat(API.faults(next)).isEmpty();
        var last = send(next);
        last.body().path("bookings").forEach(one -> seen.add(one.path("bookingId").asText()));

        assertThat(seen).hasSize(3);
        assertThat(last.body().has("cursor")).isFalse();
    }

    private static ApiAnswer send(ApiCall call) {
        var answer = call.send(SERVICE.cloud().api());
        assertThat(API.faults(call.route(), answer)).isEmpty();
        return answer;
    }
}
