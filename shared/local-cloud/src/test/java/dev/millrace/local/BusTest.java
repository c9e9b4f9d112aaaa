package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BusTest {
    static final String TEMPLATE =
            """
            Resources:
              Bus: {Type: AWS::Events::EventBus, Properties: {Name: !Sub "${AWS::StackName}-bus"}}
              Failures: {Type: AWS::SQS::Queue}
              Copies: {Type: AWS::SQS::Queue}
              Payments:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Recorder
                  EventInvokeConfig:
                    MaximumRetryAttempts: 1
                    DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failures.Arn}}
                  Events:
                    Received:
                      Type: EventBridgeRule
                      Properties:
                        EventBusName: !Ref Bus
                        Pattern: {source: [payments], detail-type: [PaymentReceived]}
              CopyAll:
                Type: AWS::Events::Rule
                Properties:
                  EventBusName: !GetAtt Bus.Arn
                  EventPattern: {source: [{prefix: ""}]}
                  Targets: [{Id: copies, Arn: !GetAtt Copies.Arn}]
            """;
    private static final String PAYMENT =
            """
            {"Source":"payments","DetailType":"PaymentReceived","EventBusName":"millrace-local-bus","Detail":"{\\"id\\":\\"p1\\"}"}\
            """;

    @TempDir Path folder;

    @BeforeEach
    void reset() {
        Handlers.reset();
    }

    @Test
    void an_event_reaches_the_targets_of_the_rules_it_matches_and_every_listener() {
        var received = new CopyOnWriteArrayList<JsonNode>();
        try (var sandbox = Sandbox.start(folder, TEMPLATE)) {
            sandbox.cloud.onBusEvent(received::add);
            var other = PAYMENT.replace("PaymentReceived", "Other");
            var answer = sandbox.putEvents("[" + PAYMENT + "," + other + "]");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Json.read(answer.body()).path("FailedEntryCount").asInt(-1)).isZero();
            await().until(() -> !Handlers.EVENTS.isEmpty());

            var event = Handlers.EVENTS.getFirst();
            assertThat(event.path("version").asText()).isEqualTo("0");
            assertThat(event.path("id"))
                    .isEqualTo(Json.read(answer.body()).at("/Entries/0/EventId"));
            assertThat(event.path("source").asText()).isEqualTo("payments");
            assertThat(event.path("detail-type").asText()).isEqualTo("PaymentReceived");
            assertThat(event.path("time").asText())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
            assertThat(event.path("detail")).isEqualTo(Json.read("{\"id\":\"p1\"}"));
            assertThat(received).hasSize(2).contains(event);
            assertThat(sandbox.cloud.messages("Copies")).hasSize(2);
            await().during(Duration.ofMillis(200)).until(() -> Handlers.EVENTS.size() == 1);
        }
    }

    @Test
    void a_failing_function_is_retried_and_then_its_queue_gets_the_whole_event() {
        Handlers.answer =
                event -> {
                    throw new IllegalStateException("not today");
                };
        try (var sandbox = Sandbox.start(folder, TEMPLATE)) {
            sandbox.putEvents("[" + PAYMENT + "]");
            await().until(() -> sandbox.cloud.messages("Failures").size() == 1);

            assertThat(Handlers.EVENTS).hasSize(2);
            var failure = Json.read(sandbox.cloud.messages("Failures").getFirst().body());
            assertThat(failure.path("version").asText()).isEqualTo("1.0");
            assertThat(failure.at("/requestContext/condition").asText())
                    .isEqualTo("RetriesExhausted");
            assertThat(failure.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
            assertThat(failure.at("/requestContext/functionArn").asText())
                    .isEqualTo(
                            "arn:aws:lambda:eu-central-1:000000000000:function:millrace-local-Payments:$LATEST");
            assertThat(failure.path("requestPayload")).isEqualTo(Handlers.EVENTS.getFirst());
            assertThat(failure.at("/responseContext/functionError").asText())
                    .isEqualTo("Unhandled");
            assertThat(failure.at("/responsePayload/errorMessage").asText()).isEqualTo("not today");
        }
    }

    @Test
    void a_bad_entry_gets_an_error_at_its_position_and_the_others_are_accepted() {
        try (var sandbox = Sandbox.start(folder, TEMPLATE)) {
            var entries =
                    List.of(
                            PAYMENT,
                            PAYMENT.replace("\"payments\"", "\"\""),
                            PAYMENT.replace("payments", "aws.payments"),
                            PAYMENT.replace("{\\\"id\\\":\\\"p1\\\"}", "[1]"),
                            PAYMENT.replace("local-bus", "local-tram"));
            var answer = Json.read(sandbox.putEvents(entries.toString()).body());
            assertThat(answer.path("FailedEntryCount").asInt()).isEqualTo(4);
            assertThat(answer.path("Entries").findValuesAsText("ErrorCode"))
                    .containsExactly(
                            "InvalidArgument",
                            "NotAuthorizedForSourceException",
                            "MalformedDetail",
                            "ResourceNotFoundException");
            await().until(() -> Handlers.EVENTS.size() == 1);
        }
    }

    @Test
    void a_request_beyond_the_limits_is_rejected_as_a_whole() {
        try (var sandbox = Sandbox.start(folder, TEMPLATE)) {
            var eleven = IntStream.range(0, 11).mapToObj(i -> PAYMENT).toList();
            var large = PAYMENT.replace("p1", "x".repeat(256 * 1024));
            for (var entries : List.of(eleven.toString(), "[]", "[" + large + "]")) {
                var answer = sandbox.putEvents(entries);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(Json.read(answer.body()).path("__type").asText())
                        .isEqualTo("ValidationException");
            }
            assertThat(sandbox.cloud.messages("Copies")).isEmpty();
        }
    }

    @Test
    void a_schedule_runs_at_its_rate_with_the_event_of_its_kind() {
        var template =
                """
                Resources:
                  Sweep:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: dev.millrace.local.Handlers$Recorder
                      Events:
                        Rule: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
                        Scheduler: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 hour)}}
                        Own: {Type: Schedule, Properties: {Schedule: 'cron(0 1 * * ? *)', Input: '{"own":1}'}}
                        Off: {Type: Schedule, Properties: {Schedule: rate(1 minute), Enabled: false, Input: '{"off":1}'}}
                """;
        var options = Sandbox.options(folder, template).withScheduleEvery(Duration.ofMillis(200));
        try (var sandbox = Sandbox.start(options)) {
            assertThat(sandbox.cloud.notEmulated()).anyMatch(gap -> gap.contains("cron"));
            await().until(() -> Handlers.EVENTS.size() >= 6);
        }
        assertThat(Handlers.EVENTS)
                .anyMatch(e ->
                        e.path("source").asText().equals("aws.events")
                                && e.path("detail").isObject())
                .anyMatch(e -> e.path("source").asText().equals("aws.scheduler"))
                .anyMatch(e -> e.path("own").asInt() == 1)
                .noneMatch(e -> e.has("off"));
    }

    @Test
    void each_schedule_invokes_its_own_function() {
        var sweep =
                """
                  %s:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: dev.millrace.local.Handlers$Namer
                      Events:
                        EachMinute: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
                """;
        var template = "Resources:\n" + sweep.formatted("Sweep") + sweep.formatted("Timers");
        var options = Sandbox.options(folder, template).withScheduleEvery(Duration.ofMillis(200));
        try (var sandbox = Sandbox.start(options)) {
            assertThat(sandbox.cloud.notEmulated()).isEmpty();
            await().until(() -> by("Sweep").size() >= 2 && by("Timers").size() >= 2);
            assertThat(by("Sweep")).allMatch(event -> event.contains("rule/SweepEachMinute"));
            assertThat(by("Timers")).allMatch(event -> event.contains("rule/TimersEachMinute"));
        }
    }

    private static List<String> by(String function) {
        return Handlers.EVENTS.stream()
                .filter(e -> e.path("by").asText().equals("millrace-local-" + function))
                .map(JsonNode::toString)
                .toList();
    }
}
