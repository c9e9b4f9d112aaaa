package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpApiTest {
    private static final String TEMPLATE =
            """
            Resources:
              Api:
                Type: AWS::Serverless::HttpApi
                Properties:
                  Auth:
                    DefaultAuthorizer: Jwt
                    Authorizers: {Jwt: {IdentitySource: $request.header.Authorization}}
              Site:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Recorder::handleRequest
                  Events:
                    One: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: "/things/{id}"}}
                    Own: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /things/mine}}
                    Open: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: /open, Auth: {Authorizer: NONE}}}
              Slow:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Sleeper
                  Timeout: 1
                  Events:
                    Slow: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /slow, Auth: {Authorizer: NONE}}}
            """;

    @TempDir static Path folder;
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(folder, TEMPLATE);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void reset() {
        Handlers.reset();
    }

    private static JsonNode event() {
        return Handlers.EVENTS.getLast();
    }

    @Test
    void a_function_gets_the_request_as_payload_format_2_0() {
        var request =
                sandbox.to("/things/a%2Fb%20c?tag=x&tag=y%20z&empty=")
                        .header("Authorization", "Bearer local:alice:admin")
                        .header("X-Twice", "1")
                        .header("X-Twice", "2")
                        .header("Cookie", "a=1; b=2")
                        .header("User-Agent", "test");
        assertThat(Sandbox.send(request).statusCode()).isEqualTo(200);

        var event = event();
        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("GET /things/{id}");
        assertThat(event.path("rawPath").asText()).isEqualTo("/things/a%2Fb%20c");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("tag=x&tag=y%20z&empty=");
        assertThat(event.path("queryStringParameters"))
                .isEqualTo(Json.read("{\"tag\":\"x,y z\",\"empty\":\"\"}"));
        assertThat(event.path("pathParameters")).isEqualTo(Json.read("{\"id\":\"a/b c\"}"));
        assertThat(event.path("cookies")).isEqualTo(Json.read("[\"a=1\",\"b=2\"]"));
        assertThat(event.at("/headers/x-twice").asText()).isEqualTo("1,2");
        assertThat(event.path("headers").has("cookie")).isFalse();
        assertThat(event.at("/requestContext/authorizer/jwt/claims"))
                .isEqualTo(Json.read("{\"sub\":\"alice\",\"cognito:groups\":\"[admin]\"}"));
        assertThat(event.at("/requestContext/http/method").asText()).isEqualTo("GET");
        assertThat(event.at("/requestContext/http/path").asText()).isEqualTo("/things/a%2Fb%20c");
        assertThat(event.at("/requestContext/http/sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(event.at("/requestContext/http/userAgent").asText()).isEqualTo("test");
        assertThat(event.at("/requestContext/stage").asText()).isEqualTo("$default");
        assertThat(event.at("/requestContext/time").asText())
                .matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
        assertThat(event.has("body")).isFalse();
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
    }

    @Test
    void a_fixed_segment_wins_over_a_parameter() {
        Sandbox.send(sandbox.to("/things/mine").header("Authorization", "Bearer local:alice"));
        assertThat(event().path("routeKey").asText()).isEqualTo("GET /things/mine");
        assertThat(event().has("pathParameters")).isFalse();
        assertThat(event().at("/requestContext/authorizer/jwt/claims").has("cognito:groups"))
                .isFalse();
    }

    @Test
    void a_text_body_is_sent_as_text_and_any_other_as_base64() {
        Sandbox.send(
                sandbox.to("/open")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"ä\":1}")));
        assertThat(event().path("body").asText()).isEqualTo("{\"ä\":1}");
        assertThat(event().path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(event().path("requestContext").has("authorizer")).isFalse();

        Sandbox.send(
                sandbox.to("/open")
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(new byte[] {1, 2, 3})));
        assertThat(event().path("body").asText()).isEqualTo("AQID");
        assertThat(event().path("isBase64Encoded").asBoolean()).isTrue();
    }

    @Test
    void a_function_sets_status_headers_cookies_and_body() {
        Handlers.answer =
                event ->
                        """
                        {"statusCode":201,"headers":{"Location":"/x","Content-Type":"application/json"},
                         "cookies":["a=1","b=2"],"body":"eyJrIjoxfQ==","isBase64Encoded":true}\
                        """;
        var response = Sandbox.send(sandbox.to("/open").POST(BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("{\"k\":1}");
        assertThat(response.headers().firstValue("location")).contains("/x");
        assertThat(response.headers().allValues("set-cookie"))
                .containsExactlyInAnyOrder("a=1", "b=2");
    }

    @Test
    void a_result_without_a_status_is_the_body_of_a_200() {
        Handlers.answer = event -> "{\"k\":1}";
        var response = Sandbox.send(sandbox.to("/open").POST(BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"k\":1}");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void a_request_without_a_route_is_not_found_and_reaches_no_function() {
        for (var path : new String[] {"/other", "/things", "/things/", "/things/a/b", "/"}) {
            var response =
                    Sandbox.send(sandbox.to(path).header("Authorization", "Bearer local:alice"));
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"message\":\"Not Found\"}");
        }
        assertThat(Handlers.EVENTS).isEmpty();
    }

    @Test
    void a_route_with_an_authorizer_requires_a_local_token() {
        for (var token :
                new String[] {"", "Bearer x", "Bearer local:", "Bearer local:a:root", "local:a"}) {
            var response = Sandbox.send(sandbox.to("/things/1").header("Authorization", token));
            assertThat(response.statusCode()).as(token).isEqualTo(401);
            assertThat(response.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        }
        assertThat(Handlers.EVENTS).isEmpty();
    }

    @Test
    void a_function_error_or_time_out_is_an_internal_server_error() {
        Handlers.answer =
                event -> {
                    throw new IllegalStateException("no");
                };
        var failed = Sandbox.send(sandbox.to("/open").POST(BodyPublishers.noBody()));
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
        assertThat(sandbox.get("/slow").statusCode()).isEqualTo(500);
    }

    @Test
    void a_body_of_more_than_10_MB_is_rejected() {
        var response =
                Sandbox.send(
                        sandbox.to("/open")
                                .POST(BodyPublishers.ofByteArray(new byte[10 * 1024 * 1024 + 1])));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(Handlers.EVENTS).isEmpty();
    }
}
