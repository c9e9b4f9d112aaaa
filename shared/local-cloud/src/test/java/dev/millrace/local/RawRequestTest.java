package dev.millrace.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sends requests that no HTTP client of Java sends, byte by byte. Requests that API Gateway
/// accepts reach the function, and all others are rejected in JSON.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RawRequestTest {
    private static final String TEMPLATE =
            """
            Resources:
              Site:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Recorder::handleRequest
                  Events:
                    Get: {Type: HttpApi, Properties: {Method: GET, Path: "/things/{id}"}}
                    Post: {Type: HttpApi, Properties: {Method: POST, Path: /things}}
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

    @ParameterizedTest
    @ValueSource(strings = {"|", "\"", "{}", "^", "`", "\\", "<>", "[]", "ü", "😀", "a;b", "'"})
    void a_raw_character_in_path_or_query_reaches_the_function(String raw) throws IOException {
        var answer = send("GET /things/" + raw + "?q=" + raw + " HTTP/1.1", "");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        var event = Handlers.EVENTS.getLast();
        assertThat(event.at("/pathParameters/id").asText()).isEqualTo(raw);
        assertThat(event.at("/queryStringParameters/q").asText()).isEqualTo(raw);
        assertThat(event.path("rawQueryString").asText()).isEqualTo("q=" + raw);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /things/%zz HTTP/1.1",
                "GET /things/1?q=%zz HTTP/1.1",
                "GET /things/1?%=1 HTTP/1.1",
                "GET /things/%4 HTTP/1.1",
                "GET /things/%u0041 HTTP/1.1",
                "GET things/1 HTTP/1.1",
                "GET /things/1 2 HTTP/1.1",
                "G@T /things/1 HTTP/1.1",
                ""
            })
    void a_malformed_first_line_is_a_bad_request(String line) throws IOException {
        assertThat(says(send(line, ""))).isEqualTo("400 Bad Request");
        assertThat(Handlers.EVENTS).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no colon\r\n",
                "Content-Length: many\r\n",
                "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                "Host: twice\r\n"
            })
    void a_malformed_header_is_a_bad_request(String header) throws IOException {
        assertThat(says(send("POST /things HTTP/1.1", header))).isEqualTo("400 Bad Request");
        assertThat(Handlers.EVENTS).isEmpty();
    }

    @Test
    void more_than_10_KB_before_the_body_is_too_large() throws IOException {
        var tooLong = "x".repeat(10 * 1024);

        assertThat(says(send("GET /things/1?q=" + tooLong + " HTTP/1.1", "")))
                .isEqualTo("414 URI Too Long");
        assertThat(says(send("GET /things/1 HTTP/1.1", "X: " + tooLong + "\r\n")))
                .isEqualTo("431 Request Header Fields Too Large");
        assertThat(send("GET /things/1?q=" + "x".repeat(9 * 1024) + " HTTP/1.1", ""))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS /things/1", "OPTIONS *", "FOO /things/1", "get /things/1"})
    void a_method_without_a_route_is_not_found(String line) throws IOException {
        assertThat(says(send(line + " HTTP/1.1", ""))).isEqualTo("404 Not Found");
    }

    @Test
    void an_answer_to_HEAD_has_no_body() throws IOException {
        assertThat(send("HEAD /things/1 HTTP/1.1", ""))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void a_body_may_be_sent_in_chunks() throws IOException {
        var header = "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n";

        assertThat(send("POST /things HTTP/1.1", header, "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(Handlers.EVENTS.getLast().path("body").asText()).isEqualTo("abcde");

        assertThat(says(send("POST /things HTTP/1.1", header, "zz\r\nabc\r\n0\r\n\r\n")))
                .isEqualTo("400 Bad Request");
        assertThat(Handlers.EVENTS).hasSize(1);
    }

    @Test
    void an_unknown_HTTP_version_is_rejected() throws IOException {
        assertThat(says(send("GET /things/1 HTTP/3.1", "")))
                .isEqualTo("505 HTTP Version Not Supported");
    }

    private static String send(String line, String headers) throws IOException {
        return send(line, headers, "");
    }

    private static String send(String line, String headers, String body) throws IOException {
        var api = sandbox.cloud.api();
        try (var socket = new Socket(api.getHost(), api.getPort())) {
            socket.setSoTimeout(10_000);
            var request =
                    line + "\r\nHost: local\r\n" + headers + "Connection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /// The status and the message of an answer of the gateway itself.
    private static String says(String answer) {
        var headAndBody = answer.split("\r\n\r\n", 2);
        assertThat(headAndBody[0]).containsIgnoringCase("content-type: application/json");
        var status = headAndBody[0].split(" ", 3)[1];
        return status + " " + Json.read(headAndBody[1]).path("message").asText();
    }
}
