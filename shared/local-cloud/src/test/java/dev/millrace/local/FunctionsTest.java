package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
class FunctionsTest {
    private static final String TEMPLATE =
            """
            Globals:
              Function:
                Timeout: 7
                Environment:
                  Variables:
                    LEVEL: info
                    AWS_ENDPOINT_URL_DYNAMODB: http://elsewhere
            Resources:
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
              Mirror:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Mirror
                  Environment:
                    Variables: {TABLE: !Ref Table, ABSENT: !Ref AWS::NoValue, LEVEL: debug}
              Recorder:
                Type: AWS::Serverless::Function
                Properties: {Handler: dev.millrace.local.Handlers$Recorder}
              Sleeper:
                Type: AWS::Serverless::Function
                Properties: {Handler: dev.millrace.local.Handlers$Sleeper, Timeout: 1}
              Named:
                Type: AWS::Serverless::Function
                Properties: {Handler: dev.millrace.local.Handlers$Recorder, FunctionName: !Sub "${AWS::StackName}-told"}
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

    private static java.net.http.HttpResponse<String> post(
            String function, String event, String type) {
        return Sandbox.send(
                sandbox.to("/2015-03-31/functions/" + function + "/invocations")
                        .header("X-Amz-Invocation-Type", type)
                        .POST(BodyPublishers.ofString(event)));
    }

    @Test
    void a_handler_gets_its_environment_and_this_machines_endpoints() throws Exception {
        var mirrored = sandbox.cloud.invoke("Mirror", "{\"k\":1}").json();
        var environment = mirrored.path("environment");
        assertThat(environment.path("TABLE").asText()).isEqualTo("millrace-local-Table");
        assertThat(environment.path("LEVEL").asText()).isEqualTo("debug");
        assertThat(environment.has("ABSENT")).isFalse();
        assertThat(environment.path("AWS_REGION").asText()).isEqualTo("eu-central-1");
        assertThat(environment.path("AWS_LAMBDA_FUNCTION_NAME").asText())
                .isEqualTo("millrace-local-Mirror");
        assertThat(environment.path("AWS_ENDPOINT_URL_DYNAMODB").asText())
                .isEqualTo(sandbox.cloud.dynamoDb().toString());
        assertThat(environment.path("AWS_ENDPOINT_URL_EVENTBRIDGE").asText())
                .isEqualTo(sandbox.cloud.api().toString());
        assertThat(environment.path("AWS_ENDPOINT_URL_SQS").asText())
                .isEqualTo(sandbox.cloud.api().toString());
        assertThat(mirrored.path("function").asText()).isEqualTo("millrace-local-Mirror");
        assertThat(mirrored.path("remaining").asInt()).isBetween(1, 7_000);
        assertThat(mirrored.path("event")).isEqualTo(Json.read("{\"k\":1}"));
    }

    @Test
    void Invoke_finds_a_function_by_logical_id_name_and_arn() {
        Handlers.answer = event -> "{\"n\":" + event.path("n").asInt() + "}";
        for (var name :
                new String[] {
                    "Recorder",
                    "millrace-local-Recorder",
                    "arn%3Aaws%3Alambda%3Aeu-central-1%3A000000000000%3Afunction%3Amillrace-local-Recorder%3Alive"
                }) {
            var response = post(name, "{\"n\":5}", "RequestResponse");
            assertThat(response.statusCode()).as(name).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"n\":5}");
            assertThat(response.headers().firstValue("x-amz-function-error")).isEmpty();
        }
        assertThat(post("Nobody", "{}", "RequestResponse").statusCode()).isEqualTo(404);
        assertThat(post("Recorder", "{", "RequestResponse").statusCode()).isEqualTo(400);
    }

    @Test
    void Invoke_finds_a_function_by_its_FunctionName() {
        Handlers.answer = event -> "{\"n\":5}";
        for (var name :
                new String[] {
                    "Named",
                    "millrace-local-told",
                    "arn%3Aaws%3Alambda%3Aeu-central-1%3A000000000000%3Afunction%3Amillrace-local-told"
                }) {
            var response = post(name, "{}", "RequestResponse");
            assertThat(response.statusCode()).as(name).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"n\":5}");
        }
        assertThat(post("millrace-local-Named", "{}", "RequestResponse").statusCode())
                .isEqualTo(404);
        assertThat(sandbox.cloud.notEmulated()).noneMatch(gap -> gap.contains("FunctionName"));
    }

    @Test
    void a_function_error_is_described_as_Lambda_does() {
        Handlers.answer =
                event -> {
                    throw new IllegalStateException(
                            "out of tickets", new RuntimeException("because"));
                };
        var response = post("Recorder", "{}", "RequestResponse");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-amz-function-error")).contains("Unhandled");
        var error = Json.read(response.body());
        assertThat(error.path("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.path("errorMessage").asText()).isEqualTo("out of tickets");
        assertThat(error.path("stackTrace").isArray()).isTrue();
        assertThat(error.at("/cause/errorMessage").asText()).isEqualTo("because");
    }

    @Test
    void an_asynchronous_invocation_is_accepted_and_run() {
        assertThat(post("Recorder", "{\"n\":6}", "Event").statusCode()).isEqualTo(202);
        await().until(() -> Handlers.EVENTS.contains(Json.read("{\"n\":6}")));
    }

    @Test
    void a_function_that_times_out_is_interrupted_and_fails() throws Exception {
        Handlers.Sleeper.interrupted = false;
        var outcome = sandbox.cloud.invoke("Sleeper", "{}");
        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.json().path("errorType").asText()).isEqualTo("Sandbox.Timedout");
        assertThat(outcome.json().path("errorMessage").asText())
                .endsWith("Task timed out after 1.00 seconds");
        await().until(() -> Handlers.Sleeper.interrupted);
    }

    @Test
    void an_unusable_handler_is_an_error_with_function_class_and_line(@TempDir Path other) {
        for (var handler : new String[] {"Unmakable", "Nowhere"}) {
            var template = TEMPLATE.replace("Handlers$Sleeper", "Handlers$" + handler);
            assertThatThrownBy(() -> Sandbox.start(other, template))
                    .isInstanceOf(LocalCloudException.class)
                    .hasMessageContaining(
                            "template.yaml:23: function Sleeper: its handler dev.millrace.local.Handlers$"
                                    + handler)
                    .hasMessageContaining(
                            handler.equals("Unmakable") ? "TABLE is not set" : "class path");
        }
    }

    @Test
    void a_handler_that_takes_no_environment_is_reported() {
        assertThat(sandbox.cloud.notEmulated())
                .filteredOn(gap -> gap.contains("Map<String, String>"))
                .map(gap -> gap.substring(0, gap.indexOf(':')))
                .containsExactly("function Recorder", "function Sleeper", "function Named");
    }
}
