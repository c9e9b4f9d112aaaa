package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The answers of an HTTP API to a browser that shows a page of another origin.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CorsTest {
    private static final String TEMPLATE =
            """
            Resources:
              Api:
                Type: AWS::Serverless::HttpApi
                Properties:
                  Auth:
                    DefaultAuthorizer: Jwt
                    Authorizers: {Jwt: {IdentitySource: $request.header.Authorization}}
                  CORS
              Site:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Recorder::handleRequest
                  Events:
                    Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /things}}
            """;

    private static final String CONFIGURED =
            """
            CorsConfiguration: {AllowOrigins: [https://shop.example, http://localhost:5173],
                AllowMethods: [GET, PUT], AllowHeaders: [Authorization, X-Own], ExposeHeaders: [Location], MaxAge: 60}\
            """;

    private static final String SHOP = "https://shop.example";

    @TempDir Path folder;

    @BeforeEach
    void reset() {
        Handlers.reset();
    }

    private Sandbox with(String configuration) {
        return Sandbox.start(folder, TEMPLATE.replace("CORS", configuration));
    }

    private static HttpResponse<String> preflight(Sandbox sandbox, String origin) {
        return Sandbox.send(
                sandbox.to("/things")
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "authorization")
                        .method("OPTIONS", BodyPublishers.noBody()));
    }

    private static HttpResponse<String> call(Sandbox sandbox, String origin, String token) {
        var call = sandbox.to("/things").header("Origin", origin);
        return Sandbox.send(call.header("Authorization", token));
    }

    private static Map<String, String> cors(HttpResponse<String> response) {
        var headers = new TreeMap<String, String>();
        response.headers()
                .map()
                .forEach((name, values) -> {
                    if (name.startsWith("access-control-"))
                        headers.put(name, String.join(";", values));
                });
        return headers;
    }

    @Test
    void a_preflight_of_an_allowed_origin_gets_what_it_may_send() {
        try (var sandbox = with(CONFIGURED)) {
            for (var origin : new String[] {SHOP, "http://localhost:5173"}) {
                var response = preflight(sandbox, origin);
                assertThat(response.statusCode()).isEqualTo(204);
                assertThat(cors(response))
                        .isEqualTo(
                                Map.of(
                                        "access-control-allow-origin", origin,
                                        "access-control-allow-methods", "GET,PUT",
                                        "access-control-allow-headers", "authorization,x-own",
                                        "access-control-max-age", "60"));
            }
            assertThat(Handlers.EVENTS).isEmpty();
        }
    }

    @Test
    void another_origin_gets_no_cors_headers() {
        try (var sandbox = with(CONFIGURED)) {
            for (var origin : new String[] {"https://evil.example", SHOP + ":444", "null"}) {
                var response = preflight(sandbox, origin);
                assertThat(response.statusCode()).as(origin).isEqualTo(204);
                assertThat(cors(response)).as(origin).isEmpty();
                var answer = call(sandbox, origin, "Bearer local:ada");
                assertThat(answer.statusCode()).as(origin).isEqualTo(200);
                assertThat(cors(answer)).as(origin).isEmpty();
            }
        }
    }

    @Test
    void an_allowed_origin_may_read_answers_and_rejections() {
        try (var sandbox = with(CONFIGURED)) {
            var readable =
                    Map.of(
                            "access-control-allow-origin",
                            SHOP,
                            "access-control-expose-headers",
                            "location");
            assertThat(cors(call(sandbox, SHOP, "Bearer local:ada"))).isEqualTo(readable);
            var rejected = call(sandbox, SHOP, "none");
            assertThat(rejected.statusCode()).isEqualTo(401);
            assertThat(cors(rejected)).isEqualTo(readable);
        }
    }

    @Test
    void cors_headers_of_a_function_are_ignored() {
        Handlers.answer =
                event -> "{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\"}}";
        try (var sandbox = with(CONFIGURED)) {
            var other = call(sandbox, "https://evil.example", "Bearer local:ada");
            assertThat(cors(other)).isEmpty();
        }
    }

    @Test
    void without_a_configuration_there_is_no_preflight() {
        try (var sandbox = with("Name: own")) {
            var response = preflight(sandbox, SHOP);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(cors(response)).isEmpty();
            assertThat(cors(call(sandbox, SHOP, "Bearer local:ada"))).isEmpty();
        }
    }

    @Test
    void an_OPTIONS_request_that_is_not_a_preflight_is_an_ordinary_call() {
        try (var sandbox = with(CONFIGURED)) {
            var options = sandbox.to("/things").method("OPTIONS", BodyPublishers.noBody());
            assertThat(Sandbox.send(options).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void every_origin_is_allowed_if_the_template_says_so() {
        try (var sandbox = with("CorsConfiguration: true")) {
            assertThat(cors(preflight(sandbox, SHOP)))
                    .isEqualTo(Map.of("access-control-allow-origin", "*"));
        }
        var https = "CorsConfiguration: {AllowOrigins: ['https://*'], AllowCredentials: true}";
        try (var sandbox = with(https)) {
            assertThat(cors(preflight(sandbox, SHOP)))
                    .isEqualTo(
                            Map.of(
                                    "access-control-allow-origin",
                                    SHOP,
                                    "access-control-allow-credentials",
                                    "true"));
            assertThat(cors(preflight(sandbox, "http://shop.example"))).isEmpty();
        }
    }
}
