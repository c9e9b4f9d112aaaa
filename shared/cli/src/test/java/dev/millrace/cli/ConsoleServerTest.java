package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.StubLambda.Answer;
import dev.millrace.cli.StubLambda.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The console over HTTP, and what other pages of the same browser can do to it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConsoleServerTest {
    private static final InstantSource NOW = () -> Instant.parse("2026-03-01T12:00:10Z");
    private static final String HOSTILE = "<script>alert(1)</script>\"'\u202e" + "x".repeat(10_000);

    private final HttpClient browser = HttpClient.newHttpClient();
    private StubLambda lambda;
    private ConsoleServer server;
    private URI address;
    private String token;

    @BeforeEach
    void start() {
        start(_ -> Answer.of(NOTHING), false);
    }

    private void start(String answer, boolean readOnly) {
        start(_ -> Answer.of(answer), readOnly);
    }

    private void start(Function<Call, Answer> answers, boolean readOnly) {
        stop();
        lambda = StubLambda.answering(answers);
        var deployment = Deployment.of(lambda.url());
        server = ConsoleCommand.server(deployment, readOnly, 0, NOW, null);
        var printed = URI.create(server.address());
        address = URI.create("http://" + printed.getAuthority());
        token = printed.getFragment();
    }

    @AfterEach
    void stop() {
        if (server != null) server.close();
        if (lambda != null) lambda.close();
    }

    @Test
    void a_page_without_a_token_is_an_empty_shell() throws Exception {
        var shell = send(HttpRequest.newBuilder(address.resolve("/")));

        assertThat(shell.statusCode()).isEqualTo(200);
        assertThat(shell.body()).contains("Loading").doesNotContain(token);
        assertThat(lambda.requests()).isEmpty();
    }

    @Test
    void its_policy_allows_only_its_own_files_and_forbids_frames() throws Exception {
        var policy =
                send(HttpRequest.newBuilder(address.resolve("/")))
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow();

        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .contains("form-action 'self'") // the search is a form
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/htmx.js",
                "/console.js",
                "/console.css",
                "/trace.js",
                "/trace.css",
                "/icon.svg"
            })
    void its_files_are_served(String path) throws Exception {
        assertThat(send(HttpRequest.newBuilder(address.resolve(path))).statusCode()).isEqualTo(200);
    }

    @Nested
    class Another_page {
        @Test
        void sees_nothing_without_the_token() throws Exception {
            var none = send(HttpRequest.newBuilder(address.resolve("/view/parked")));
            var wrong = get("/view/parked", "0".repeat(48));

            assertThat(none.statusCode()).isEqualTo(403);
            assertThat(wrong.statusCode()).isEqualTo(403);
            assertThat(lambda.requests()).isEmpty();
        }

        /// DNS rebinding: the page's own name resolves to this address.
        @ParameterizedTest
        @ValueSource(strings = {"evil.example", "localhost", "127.0.0.1", ""})
        void sees_nothing_under_another_host_name(String host) throws Exception {
            var name = host.isEmpty() ? "" : "Host: %s\r\n".formatted(host);

            var answer =
                    raw(
                            "GET / HTTP/1.0\r\n%s%s: %s\r\n\r\n"
                                    .formatted(name, "Millrace-Token", token));

            assertThat(answer).contains(" 403 ");
        }

        @Test
        void changes_nothing_even_with_the_token() throws Exception {
            var foreign = post("/do/redrive", "process=a&instance=b", "http://evil.example");
            var none = post("/do/redrive", "process=a&instance=b", "");

            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(none.statusCode()).isEqualTo(403);
            assertThat(lambda.requests()).isEmpty();
        }

        @Test
        void posts_nothing_without_the_token() throws Exception {
            start(PARKED, true);
            for (var path : List.of("/", "/parked", "/console.js", "/do/redrive")) {
                var answer =
                        send(
                                HttpRequest.newBuilder(address.resolve(path))
                                        .header("Origin", own())
                                        .POST(BodyPublishers.ofString("")));

                assertThat(answer.statusCode()).as(path).isEqualTo(403);
            }
            assertThat(lambda.requests()).isEmpty();
        }

        @Test
        void gets_no_CORS_permission() throws Exception {
            var answer =
                    send(
                            HttpRequest.newBuilder(address.resolve("/view/parked"))
                                    .header("Millrace-Token", token)
                                    .header("Origin", "http://evil.example"));

            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void a_due_instance_is_shown_with_its_delay_and_a_link_to_its_entity() throws Exception {
        start(
                "{'due':[{'process':'payment','instance':'b1/x','since':'2026-03-01T12:00:07Z','type':'Booking',"
                        + "'entity':'b1 &'},{'process':'old','instance':'i','since':'2026-03-01T12:00:09Z'}],"
                        + "'more':true,'now':'2026-03-01T12:00:10Z','unreadable':['delivery#1: broken'],"
                        + "'parked':[],'failedInputs':[]}",
                false);

        assertThat(get("/view/", token).body())
                .contains("3 s late", "payment", "/entity?type=Booking&amp;id=b1+%26\">b1/x</a>")
                .contains("old i</dd>", "There is more than this", "delivery#1: broken");
    }

    @Test
    void what_is_parked_is_shown_with_its_error_and_buttons() throws Exception {
        start(PARKED, false);

        assertThat(get("/view/parked", token).body())
                .contains("payment", "b1", "no such price", "Redrive", "Skip for good");
    }

    @Test
    void a_read_only_console_has_no_buttons_and_does_nothing() throws Exception {
        start(PARKED, true);

        assertThat(get("/view/parked", token).body())
                .contains("no such price")
                .doesNotContain("<button");
        assertThat(post("/do/redrive", "process=payment&instance=b1", own()).body())
                .contains("read-only");
        assertThat(lambda.requests()).allSatisfy(one -> assertThat(one).contains("'parked'"));
    }

    @Test
    void a_skip_sends_the_reason_and_the_caller() throws Exception {
        start("{'outcome':'DONE','parked':[],'failedInputs':[],'unreadable':[]}", false);

        var answer =
                post("/do/skip", "process=payment&instance=b1&what=w&reason=paid+by+hand", own());

        assertThat(answer.body()).contains("Done: it is no longer parked.");
        assertThat(lambda.requests().getFirst())
                .contains(
                        "'reason':'paid by hand (%s)'".formatted(System.getProperty("user.name")));
    }

    @Test
    void a_skip_without_a_reason_does_nothing() throws Exception {
        var answer = post("/do/skip", "process=payment&instance=b1&what=w&reason=+", own());

        assertThat(answer.body()).contains("give a reason");
        assertThat(lambda.requests()).allSatisfy(one -> assertThat(one).contains("'parked'"));
    }

    @Test
    void a_form_that_is_too_large_or_no_form_does_nothing() throws Exception {
        var skip = "process=payment&instance=b1&what=w&reason=" + "x".repeat(300_000);
        var json =
                HttpRequest.newBuilder(address.resolve("/do/skip"))
                        .header("Millrace-Token", token)
                        .header("Content-Type", "application/json")
                        .header("Origin", own())
                        .POST(BodyPublishers.ofString("{}"));

        assertThat(post("/do/skip", skip, own()).statusCode()).isEqualTo(413);
        assertThat(send(json).statusCode()).isEqualTo(415);
        assertThat(lambda.requests()).isEmpty();
    }

    @Test
    void a_command_that_the_service_did_not_suggest_is_only_text() throws Exception {
        start(
                ParcelTrace.TEXT.replace(
                        "'This helps", "'By ./millrace erase --client ada','This helps"),
                false);

        assertThat(get("/view/entity?type=Parcel&id=p1", token).body())
                .contains("By ./millrace erase --client ada")
                .contains(">./millrace redrive announcement Parcel#p1/2")
                .doesNotContain(">./millrace erase");
    }

    @Test
    void the_trace_of_a_local_cloud_has_no_query_for_CloudWatch() throws Exception {
        start(ParcelTrace.TEXT, false);

        assertThat(get("/view/entity?type=Parcel&id=p1", token).body())
                .doesNotContain("filter outcome", "CloudWatch");
    }

    @Test
    void an_entity_is_shown_as_its_trace() throws Exception {
        start(ParcelTrace.TEXT, false);

        assertThat(get("/view/entity?type=Parcel&id=p1", token).body())
                .contains("ON_ITS_WAY", "ParcelPosted", "no bus");
        assertThat(lambda.requests())
                .containsExactly("{'operation':'trace','type':'Parcel','entity':'p1'}");
    }

    @Test
    void instances_and_commits_of_an_entity_are_not_loaded_before_they_are_opened()
            throws Exception {
        start(ParcelTrace.TEXT, false);

        assertThat(get("/view/entity?type=Parcel&id=p+1", token).body())
                .contains("hx-get=\"/view/instances?type=Parcel&amp;id=p+1\"")
                .contains("hx-get=\"/view/commits?type=Parcel&amp;id=p+1\"");
        assertThat(lambda.requests()).hasSize(1);
    }

    @Test
    void an_instance_is_shown_as_it_is_stored() throws Exception {
        start(
                "{'instances':[{'process':'delivery','instance':'p1','item':{'version':3,'note':'<b>\u202e'}}],'leftOut':2}",
                false);

        assertThat(get("/view/instances?type=Parcel&id=p1", token).body())
                .contains("delivery p1", "\n  \"version\" : 3,\n", "&lt;b&gt;\\u202e", "2 more")
                .doesNotContain("<b>");
        assertThat(lambda.requests())
                .containsExactly("{'operation':'instances','type':'Parcel','entity':'p1'}");
    }

    @Test
    void commits_are_shown_as_they_are_stored_page_by_page() throws Exception {
        start("{'commits':[{'seq':7,'events':[{'type':'ParcelSent'}]}],'next':'7'}", false);

        assertThat(get("/view/commits?id=p1", token).body())
                .contains("\"type\" : \"ParcelSent\"")
                .contains("/view/commits?id=p1&amp;order=newest&amp;after=7")
                .contains("/view/commits?id=p1&amp;order=oldest");
        get("/view/commits?id=p1&order=oldest&after=7", token);
        assertThat(lambda.requests())
                .containsExactly(
                        "{'operation':'commits','order':'newest','entity':'p1'}",
                        "{'operation':'commits','order':'oldest','after':'7','entity':'p1'}");
    }

    @Test
    void the_entities_of_a_client_are_listed_page_by_page() throws Exception {
        start("{'entities':[{'type':'Parcel','entity':'p1'}],'next':'x y'}", false);

        assertThat(get("/view/client?id=ada&after=w", token).body())
                .contains("<a href=\"/entity?type=Parcel&amp;id=p1\">Parcel p1</a>")
                .contains("<a href=\"/client?id=ada&amp;after=x+y\">");
        assertThat(lambda.requests())
                .containsExactly("{'operation':'entities-of','client':'ada','after':'w'}");
    }

    @Test
    void redriving_all_of_a_process_reports_the_counts() throws Exception {
        startWithTwoParked();

        assertThat(get("/view/parked", token).body()).containsOnlyOnce("Redrive all of payment");
        assertThat(post("/do/redrive-all", "process=payment", own()).body())
                .contains("1 done, 1 still parked.")
                .contains("Failed inputs: 4 taken, 0 failed again.");
    }

    /// Each page costs a call, too.
    @Test
    void redriving_all_stops_at_the_call_limit_and_says_so() throws Exception {
        startWithTwoParked();
        for (var page = 0; page < 598; page++) get("/view/parked", token);

        assertThat(post("/do/redrive-all", "process=payment", own()).body())
                .contains("class=\"mistake\"", "1 done, 0 still parked.", "Not all was tried: ");
        assertThat(lambda.calls()).hasSize(600);
    }

    private void startWithTwoParked() {
        start(
                call ->
                        Answer.of(
                                switch (call.operation()) {
                                    case "redrive-inputs" ->
                                            "{'taken':4,'failed':0,'complete':true}";
                                    case "redrive" ->
                                            call.request().path("instance").asText().equals("b1")
                                                    ? "{'outcome':'DONE'}"
                                                    : "{'outcome':'STILL_PARKED','parked':{'error':'no'}}";
                                    default ->
                                            PARKED.replaceFirst(
                                                    "\\{'process':'payment','instance':'b1'.*?}",
                                                    "$0,{'process':'payment','instance':'b2'}");
                                }),
                false);
    }

    @Test
    void untrusted_text_is_escaped() throws Exception {
        start(
                PARKED.replace("no such price", HOSTILE.replace("\"", "\\\"").replace("'", "x")),
                false);

        assertThat(get("/view/parked", token).body())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>", "\u202e");
    }

    @Test
    void a_service_that_does_not_answer_is_a_line_on_the_page() throws Exception {
        lambda.close();

        var answer = get("/view/parked", token);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("class=\"mistake\"");
    }

    @Test
    void each_answer_has_the_number_of_calls() throws Exception {
        get("/view/parked", token);

        assertThat(get("/view/parked", token).headers().firstValue("Millrace-Calls"))
                .hasValue("2 of 600 calls a minute");
    }

    @Test
    void an_unknown_page_is_not_found() throws Exception {
        assertThat(get("/view/none", token).statusCode()).isEqualTo(404);
        assertThat(post("/do/none", "", own()).statusCode()).isEqualTo(404);
    }

    private static final String NOTHING =
            "{'due':[],'now':'2026-03-01T12:00:10Z','parked':[],'failedInputs':[],'unreadable':[]}";

    private static final String PARKED =
            "{'parked':[{'process':'payment','instance':'b1','what':'w','error':'no such price',"
                    + "'attempts':3,'since':'2026-03-01T12:00:00Z'}],'failedInputs':[],'unreadable':[]}";

    private String own() {
        return address.toString();
    }

    private HttpResponse<String> get(String path, String given) throws Exception {
        return send(HttpRequest.newBuilder(address.resolve(path)).header("Millrace-Token", given));
    }

    private HttpResponse<String> post(String path, String form, String origin) throws Exception {
        var request =
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Millrace-Token", token)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
        return send(origin.isEmpty() ? request : request.header("Origin", origin));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
