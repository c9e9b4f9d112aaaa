package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The smoke test of a deployment, on a service that works and on some that do not.
@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class SmokeTest {
    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT6H");

    @Test
    void a_service_that_works_settles_a_booking_and_cancels_one() {
        var ran = Ran.on(SERVICE.cloud().api(), "smoke");

        assertThat(ran.exitCode()).as("%s", ran).isZero();
        assertThat(ran.out())
                .contains("as smoke:", "all 7 routes reject a call without a token")
                .contains("is SETTLED", "is CANCELLED", "It works.");
    }

    @Test
    void a_route_that_answers_without_a_token_fails() throws IOException {
        var ran = onStub(200, "");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .contains(
                        "it does not work: PUT /concerts/{concertId} answers 200 without a token, not 401");
    }

    @Test
    void a_route_that_answers_with_an_invalid_token_fails() throws IOException {
        assertThat(onStub(401, "Bearer nobody.issued.this").err())
                .contains("PUT /concerts/{concertId} answers 200 with an invalid token, not 401");
    }

    @Test
    void a_call_that_the_admin_may_not_make_fails() throws IOException {
        var ran = onStub(401, "Bearer of no call");

        assertThat(ran.out()).contains("all 7 routes");
        assertThat(ran.err()).contains("it does not work: PUT", "/concerts/smoke-", "401");
    }

    /// Runs the smoke test on a fake API with an address and a bus. It answers calls with this
    /// token with 200, and all others with the status.
    private static Ran onStub(int status, String token) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(address, 0);
        var api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        server.createContext(
                "/",
                call -> {
                    var given = call.getRequestHeaders().getFirst("Authorization");
                    var isAws = call.getRequestURI().getPath().equals("/");
                    var answered = isAws || token.equals(given) ? 200 : status;
                    var body = (isAws ? outputs(api) : "{}").getBytes(StandardCharsets.UTF_8);
                    call.sendResponseHeaders(answered, body.length);
                    try (var out = call.getResponseBody()) {
                        out.write(body);
                    }
                });
        server.start();
        try {
            return Ran.on(api, "smoke");
        } finally {
            server.stop(0);
        }
    }

    private static String outputs(URI api) {
        return """
        <DescribeStacksResponse><DescribeStacksResult><Stacks><member><Outputs>\
        <member><OutputKey>ApiUrl</OutputKey><OutputValue>%s</OutputValue></member>\
        <member><OutputKey>BusName</OutputKey><OutputValue>bus</OutputValue></member>\
        </Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>
        """
                .formatted(api);
    }
}
