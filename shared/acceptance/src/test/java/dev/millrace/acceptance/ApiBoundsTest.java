package dev.millrace.acceptance;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ApiAnswer;
import dev.millrace.ApiCall;
import dev.millrace.OpenApi;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The service accepts what fits openapi.yaml, and nothing else. This test varies each parameter
/// and each place of a body, at each of its bounds and one step outside it.
@Tag("end-to-end")
@Tag("embedded") // thousands of seats
@DisplayNameGeneration(ReplaceUnderscores.class)
class ApiBoundsTest {
    /// A schema cannot express which of these texts are valid. Its description does.
    private static final Set<String> ONLY_SOME_OF_THEIR_FORM =
            Set.of("query cursor", "body .currency");

    /// CLF has four decimals, as many as a price may have.
    private static final String PUT =
            """
            {"currency":"CLF","seats":[{"row":1,"number":1,"price":"49.9000"}]}\
            """;

    private static final String PLACE =
            """
            {"concertId":"none","seats":[{"row":1,"number":1}]}\
            """;

    static final List<ApiCall> CALLS =
            List.of(
                    call("POST /bookings").json(PLACE),
                    call("GET /bookings"),
                    call("GET /bookings/{bookingId}").at("bookingId", "0".repeat(20)),
                    call("GET /bookings/{bookingId}/history").at("bookingId", "0".repeat(20)),
                    call("DELETE /bookings/{bookingId}").at("bookingId", "0".repeat(20)),
                    call("PUT /concerts/{concertId}").at("concertId", "bounds").json(PUT),
                    call("GET /concerts/{concertId}").at("concertId", "bounds"));

    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT6H");

    private static final OpenApi API = OpenApi.read();

    private static ApiCall call(String route) {
        return ApiCall.to(route).by("ada:admin");
    }

    @ParameterizedTest
    @FieldSource("CALLS")
    void a_call_is_accepted_if_and_only_if_it_fits_the_description(ApiCall fitting) {
        var disagreements = new TreeSet<String>();
        API.atTheBounds(fitting)
                .forEach((place, calls) -> {
                    for (var call : calls) {
                        var answer = ofABooking(place, call).send(SERVICE.cloud().api());
                        if (agree(place, call, answer)) continue;
                        disagreements.add(
                                "%s: %s %s for %s"
                                        .formatted(place, answer.said(), answer.body(), call));
                    }
                });

        assertThat(disagreements).isEmpty();
    }

    /// A booking that is over keeps its first reason, so each call needs a booking of its own.
    private static ApiCall ofABooking(String place, ApiCall call) {
        return place.equals("query reason")
                ? call.at("bookingId", SERVICE.client().book("ada", "none", 1))
                : call;
    }

    private static boolean agree(String place, ApiCall call, ApiAnswer answer) {
        var isTaken = answer.status() < 300 || answer.status() == 404 || answer.status() == 409;
        var isRejected = answer.status() == 400 || answer.status() == 422;
        var isDescribed =
                API.answers(call.route()).contains(answer.said())
                        && API.faults(call.route(), answer).isEmpty();
        if (!isDescribed) return false;
        if (API.faults(call).isEmpty())
            return isTaken || (isRejected && ONLY_SOME_OF_THEIR_FORM.contains(place));
        return isRejected || (answer.status() == 404 && place.startsWith("path "));
    }

    @Test
    void every_route_is_called() {
        assertThat(CALLS.stream().map(ApiCall::route).collect(toSet())).isEqualTo(API.routes());
    }
}
