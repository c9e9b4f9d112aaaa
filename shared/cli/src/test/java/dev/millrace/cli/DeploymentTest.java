package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.StubLambda.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which service a command works on, and its message if it cannot reach the service.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DeploymentTest {
    private static final String NOTHING = "{'parked':[],'more':false,'failedInputs':[]}";
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY", "not-to-be-seen");

    @Nested
    class On_a_local_cloud {
        @Test
        void a_function_is_called_by_its_name_in_the_template() {
            try (var lambda = StubLambda.always(NOTHING)) {
                assertThat(Ran.on(lambda, "parked").exitCode()).isZero();
                assertThat(lambda.calls().getFirst().function()).isEqualTo("ProcessOperations");
            }
        }

        @Test
        void the_running_local_cloud_is_found_and_called_without_a_proxy(@TempDir Path root)
                throws Exception {
            try (var lambda = StubLambda.always(NOTHING)) {
                announce(root, lambda.url());
                var proxy = "http://127.0.0.1:" + closedPort();

                var ran = Ran.alone(root, Map.of("HTTP_PROXY", proxy), "parked");

                assertThat(ran).isEqualTo(new Ran(0, "Nothing is parked.%n".formatted(), ""));
                assertThat(lambda.calls()).hasSize(1);
            }
        }

        @Test
        void without_a_local_cloud_one_line_says_how_to_start_one(@TempDir Path root)
                throws Exception {
            var ran = Ran.alone(root, Map.of(), "parked");

            assertOneLine(ran, "no local cloud runs here: start one with ./millrace local");
        }

        @Test
        void if_nothing_listens_one_line_says_how_to_start_it() throws IOException {
            var ran = Ran.on(URI.create("http://127.0.0.1:" + closedPort()), "parked");

            assertOneLine(ran, "nothing listens at http://127.0.0.1:");
            assertThat(ran.err()).contains("./millrace local");
        }

        @Test
        void another_web_server_is_not_a_local_cloud() {
            try (var web = StubLambda.answering(_ -> new Answer(404, Map.of(), "<html>"))) {
                assertOneLine(
                        Ran.on(web, "parked"), web.url() + " is not the HTTP API of a local cloud");
            }
        }

        @Test
        void an_answer_that_is_not_a_JSON_object_is_one_line() {
            try (var web = StubLambda.always("<html>")) {
                assertOneLine(Ran.on(web, "parked"), "ProcessOperations did not answer a JSON");
            }
        }

        @Test
        void dynamodb_which_requires_a_signature_is_not_a_local_cloud() {
            var said = "Request must contain either a valid (registered) AWS access key ID";
            var dynamoDb =
                    rejecting(400, "com.amazonaws.dynamodb#MissingAuthenticationToken", said);
            try (dynamoDb) {
                assertOneLine(Ran.on(dynamoDb, "parked"), " is not the HTTP API of a local cloud");
            }
        }

        @Test
        void a_redirect_is_not_followed() {
            var moved = new Answer(302, Map.of("Location", "http://127.0.0.1:1/"), "");
            try (var web = StubLambda.answering(_ -> moved)) {
                assertOneLine(Ran.on(web, "parked"), " is not the HTTP API of a local cloud");
            }
        }

        @Test
        void an_unknown_host_is_named() {
            assertOneLine(
                    Ran.on(URI.create("http://nowhere.invalid:3000"), "parked"),
                    "no host is called nowhere.invalid");
        }

        @Test
        void an_unknown_function_is_named() {
            try (var lambda = rejecting(404, "ResourceNotFoundException", "Function not found")) {
                assertOneLine(Ran.on(lambda, "parked"), "has no function ProcessOperations");
            }
        }

        @Test
        void a_call_that_may_still_be_running_is_not_repeated() {
            try (var lambda = StubLambda.answering(_ -> Answer.brokenOff())) {
                assertOneLine(Ran.on(lambda, "parked"), "the call to " + lambda.url() + " failed");
                assertThat(lambda.calls()).hasSize(1);
            }
            try (var lambda = rejecting(500, "ServiceException", "a bad day")) {
                assertOneLine(Ran.on(lambda, "parked"), "a bad day");
                assertThat(lambda.calls()).hasSize(1);
            }
        }

        @Test
        void a_throttled_call_is_repeated() {
            var full = Answer.rejection(429, "TooManyRequestsException", "Rate exceeded");
            var turns = new AtomicInteger();
            try (var lambda =
                    StubLambda.answering(
                            _ -> turns.incrementAndGet() == 1 ? full : Answer.of(NOTHING))) {
                assertThat(Ran.on(lambda, "parked").exitCode()).isZero();
                assertThat(lambda.calls()).hasSize(2);
            }
        }

        private static void announce(Path root, URI api) throws IOException {
            var pid = ProcessHandle.current().pid();
            var file = root.resolve(".millrace").resolve("local-cloud-%s.json".formatted(pid));
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, "{\"pid\":%s,\"api\":\"%s\",\"ofAnotherVersion\":1}".formatted(pid, api));
        }
    }

    @Nested
    class On_a_stack {
        @TempDir Path root;

        @Test
        void a_function_is_called_by_the_name_of_the_stack_and_its_own() throws Exception {
            try (var lambda = StubLambda.always(NOTHING)) {
                var ran = onStack(lambda, "parked", "--stack", "parcels", "--region", "eu-west-1");

                assertThat(ran.out()).isEqualToIgnoringNewLines("Nothing is parked.");
                assertThat(lambda.calls().getFirst().function())
                        .isEqualTo("parcels-ProcessOperations");
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "404|ResourceNotFoundException|no function s-ProcessOperations in eu-west-1: is s a stack of Millrace",
                    "403|AccessDeniedException|lambda:InvokeFunction on s-ProcessOperations",
                    "403|ExpiredTokenException|your AWS credentials have expired: they come from AWS_ACCESS_KEY_ID, so start the command again",
                    "403|InvalidSignatureException|AWS rejected the credentials",
                    "500|ServiceException|did not run",
                })
        void a_rejection_is_one_line_that_says_what_to_do(int status, String type, String said)
                throws Exception {
            try (var lambda = rejecting(status, type, "Canonical: x-amz-security-token:t0ken")) {
                var ran = onStack(lambda, "parked", "--stack", "s", "--region", "eu-west-1");

                assertOneLine(ran, said);
                if (status == 403) assertThat(ran.err()).doesNotContain("t0ken");
            }
        }

        @Test
        void without_credentials_one_line_says_how_to_set_them() throws Exception {
            var ran = Ran.alone(root, Map.of(), "parked", "--stack", "s", "--region", "eu-west-1");

            assertOneLine(ran, "found no AWS credentials: set AWS_PROFILE");
        }

        @Test
        void without_a_region_one_line_says_how_to_set_it() throws Exception {
            assertOneLine(
                    Ran.alone(root, KEYS, "parked", "--stack", "s"),
                    "found no AWS region: give --region");
        }

        @Test
        void an_unknown_host_is_named() throws Exception {
            var environment = new HashMap<>(KEYS);
            environment.put("AWS_ENDPOINT_URL_LAMBDA", "http://nowhere.invalid");

            assertOneLine(
                    Ran.alone(root, environment, "parked", "--stack", "s", "--region", "eu-west-1"),
                    "cannot reach Lambda in eu-west-1: no host is called nowhere.invalid");
        }

        private Ran onStack(StubLambda lambda, String... arguments) throws Exception {
            var environment = new HashMap<>(KEYS);
            environment.put("AWS_ENDPOINT_URL_LAMBDA", lambda.url().toString());
            return Ran.alone(root, environment, arguments);
        }
    }

    @Nested
    class What_a_function_says {
        @Test
        void a_mistake_of_the_user_is_printed_as_the_function_says_it() {
            try (var lambda = StubLambda.always("{'mistake':'no process delivry'}")) {
                assertThat(Ran.on(lambda, "redrive", "delivry", "p1"))
                        .isEqualTo(new Ran(1, "", "millrace: no process delivry%n".formatted()));
            }
        }

        @Test
        void an_error_is_one_line_without_a_stack_trace() {
            try (var lambda =
                    StubLambda.answering(_ ->
                            Answer.functionError(
                                    "{'errorMessage':'Task timed out','stackTrace':['a.b.c']}"))) {
                assertOneLine(Ran.on(lambda, "parked"), "ProcessOperations failed: Task timed out");
            }
        }

        @Test
        void control_characters_do_not_reach_the_terminal() {
            try (var lambda = StubLambda.always("{'mistake':'a\\u001b[2Jb\\nc\\u009bd\\u202ee'}")) {
                assertOneLine(Ran.on(lambda, "parked"), "millrace: a [2Jb c d e");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parked --stack s --endpoint-url http://127.0.0.1:1",
                "parked --region eu-west-1",
                "parked --stack s/../x",
                "parked --stack s --region evil.example#",
            })
    void invalid_or_contradictory_options_are_wrong_use(String line) {
        var ran = Ran.millrace(line.split(" "));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("millrace: --").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|takes http://ADDRESS:PORT",
                "https://127.0.0.1:3000|takes http://ADDRESS:PORT",
                "ftp://x|takes http://ADDRESS:PORT",
                "localhost:3000|takes http://ADDRESS:PORT",
                "127.0.0.1:3000|takes http://ADDRESS:PORT",
                "http://|takes http://ADDRESS:PORT",
                "http://:3000|takes http://ADDRESS:PORT",
                "http://a b:1|takes http://ADDRESS:PORT",
                "http://256.1.1.1:80|takes http://ADDRESS:PORT",
                "http://127.0.0.1:-1|takes http://ADDRESS:PORT",
                "http://::1:3270|such as http://127.0.0.1:3000 or http://[::1]:3000",
                "http://127.0.0.1:0|a port is 1 to 65535",
                "http://127.0.0.1:99999|a port is 1 to 65535",
                "http://127.0.0.1:3000/prod|nothing else, such as http://127.0.0.1:3000",
                "http://127.0.0.1:3000?x|nothing else, such as http://127.0.0.1:3000",
                "http://u:p@127.0.0.1:3000|nothing else, such as http://127.0.0.1:3000",
            })
    void an_endpoint_is_only_an_address(String endpoint, String said) {
        assertOneLine(Ran.millrace("parked", "--endpoint-url", endpoint), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:%s", "http://127.0.0.1:%s/"})
    void an_endpoint_may_be_a_name_and_end_with_a_slash(String endpoint) {
        try (var lambda = StubLambda.always(NOTHING)) {
            var ran = Ran.on(URI.create(endpoint.formatted(lambda.url().getPort())), "parked");

            assertThat(ran.exitCode()).as("%s", ran).isZero();
        }
    }

    private static void assertOneLine(Ran ran, String said) {
        assertThat(ran.err()).startsWith("millrace: ").contains(said).hasLineCount(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    private static StubLambda rejecting(int status, String type, String message) {
        return StubLambda.answering(_ -> Answer.rejection(status, type, message));
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
