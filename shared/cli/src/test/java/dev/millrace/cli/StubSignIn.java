package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/// A stub of STS and IAM Identity Center on loopback. It gives credentials, or rejects every call.
final class StubSignIn implements AutoCloseable {
    static final String ROLE = "ASIAROLE";
    static final String SIGNED_IN = "ASIASIGNEDIN";

    private static final String ROLE_ANSWER =
            """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>\
            <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
            <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
            """
                    .formatted(ROLE);
    private static final String CALLER_ANSWER =
            """
            <GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>\
            <Arn>arn:aws:iam::123456789012:user/ada</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>\
            """;
    private static final String SIGNED_IN_ANSWER =
            """
            {"roleCredentials":{"accessKeyId":"%s","secretAccessKey":"s","sessionToken":"t",\
            "expiration":32472144000000}}\
            """
                    .formatted(SIGNED_IN);
    private static final String DENIAL =
            """
            <ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform: \
            sts:AssumeRole</Message></Error></ErrorResponse>\
            """;

    private final HttpServer server;
    private final boolean rejects;

    private StubSignIn(boolean rejects) throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.server = HttpServer.create(loopback, 0);
        this.rejects = rejects;
        server.createContext("/", this::handle);
        server.start();
    }

    static StubSignIn giving() throws IOException {
        return new StubSignIn(false);
    }

    static StubSignIn rejecting() throws IOException {
        return new StubSignIn(true);
    }

    /// The variables that lead the SDK to this stub.
    Map<String, String> variables() {
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "AWS_ENDPOINT_URL_STS", url,
                "AWS_ENDPOINT_URL_SSO", url,
                "AWS_ENDPOINT_URL_SSO_OIDC", url);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var isSso = exchange.getRequestURI().getPath().startsWith("/federation/credentials");
            if (rejects && isSso) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", "UnauthorizedException");
            }
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var ofSts = body.contains("GetCallerIdentity") ? CALLER_ANSWER : ROLE_ANSWER;
            var given = isSso ? SIGNED_IN_ANSWER : ofSts;
            var answer = (rejects ? isSso ? "{}" : DENIAL : given).getBytes(UTF_8);
            exchange.sendResponseHeaders(rejects ? isSso ? 401 : 403 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
