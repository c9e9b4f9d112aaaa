package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SqsTest {
    private static final String TEMPLATE =
            """
            Resources:
              Bus: {Type: AWS::Events::EventBus, Properties: {Name: !Sub "${AWS::StackName}-bus"}}
              Failures: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60}}
              Other: {Type: AWS::SQS::Queue, Properties: {QueueName: other}}
              Payments:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Recorder
                  EventInvokeConfig:
                    MaximumRetryAttempts: 0
                    DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failures.Arn}}
                  Events:
                    Received:
                      Type: EventBridgeRule
                      Properties: {EventBusName: !Ref Bus, Pattern: {source: [payments]}}
            """;

    @TempDir Path folder;

    @BeforeEach
    void reset() {
        Handlers.reset();
    }

    private Sandbox start() {
        return Sandbox.start(Sandbox.options(folder, TEMPLATE).withData(folder.resolve("data")));
    }

    static SqsClient client(Sandbox sandbox) {
        return SqsClient.builder()
                .endpointOverride(sandbox.cloud.api())
                .httpClientBuilder(SdkSettings.direct())
                .build();
    }

    static List<Message> receive(SqsClient sqs, String queue, int hiddenSeconds) {
        return sqs.receiveMessage(receive ->
                        receive.queueUrl(queue)
                                .maxNumberOfMessages(10)
                                .visibilityTimeout(hiddenSeconds)
                                .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    static int count(Message message) {
        var attributes = message.attributes();
        var count = attributes.get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return Integer.parseInt(String.valueOf(count));
    }

    @Test
    void a_failed_event_can_be_received_and_deleted() {
        Handlers.answer =
                event -> {
                    throw new IllegalStateException("not today");
                };
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var queue = sandbox.cloud.resource("Failures");
            sandbox.putEvents(
                    """
                    [{"Source":"payments","DetailType":"PaymentReceived",
                      "EventBusName":"millrace-local-bus","Detail":"{\\"id\\":\\"p1\\"}"}]\
                    """);
            await().until(() -> sandbox.cloud.messages("Failures").size() == 1);

            var message = receive(sqs, queue, 60).getFirst();
            sqs.deleteMessage(
                    delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));

            var body = Json.read(message.body());
            assertThat(body.at("/requestPayload/detail/id").asText()).isEqualTo("p1");
            assertThat(sandbox.cloud.messages("Failures")).isEmpty();
        }
    }

    @Test
    void a_received_message_is_hidden_and_then_delivered_again_with_its_count() {
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var queue = sandbox.cloud.resource("Failures");
            var before = Instant.now().minusMillis(1);
            var sent = sqs.sendMessage(send -> send.queueUrl(queue).messageBody("ü 1"));

            var first = receive(sqs, queue, 1).getFirst();
            assertThat(first.messageId()).isEqualTo(sent.messageId());
            assertThat(first.body()).isEqualTo("ü 1");
            assertThat(count(first)).isEqualTo(1);
            var sentAt = first.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
            assertThat(Instant.ofEpochMilli(Long.parseLong(String.valueOf(sentAt))))
                    .isBetween(before, Instant.now());
            assertThat(receive(sqs, queue, 1)).isEmpty();

            var again = new ArrayList<Message>();
            await().until(() -> again.addAll(receive(sqs, queue, 60)));
            assertThat(again).hasSize(1);
            assertThat(count(again.getFirst())).isEqualTo(2);
            assertThat(again.getFirst().receiptHandle()).isNotEqualTo(first.receiptHandle());
        }
    }

    @Test
    void an_earlier_receiver_can_no_longer_delete_or_hide_a_message() {
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var queue = sandbox.cloud.resource("Failures");
            sqs.sendMessage(send -> send.queueUrl(queue).messageBody("1"));
            var first = receive(sqs, queue, 0).getFirst().receiptHandle();
            receive(sqs, queue, 60);

            sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(first));

            assertThat(sandbox.cloud.messages("Failures")).hasSize(1);
            assertThatExceptionOfType(MessageNotInflightException.class)
                    .isThrownBy(() ->
                            sqs.changeMessageVisibility(change ->
                                    change.queueUrl(queue)
                                            .receiptHandle(first)
                                            .visibilityTimeout(0)));
        }
    }

    @Test
    void the_visibility_timeout_is_set_by_the_template_and_can_be_changed() {
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var queue = sandbox.cloud.resource("Failures");
            sqs.sendMessage(send -> send.queueUrl(queue).messageBody("1"));
            var received = sqs.receiveMessage(receive -> receive.queueUrl(queue)).messages();
            assertThat(received.getFirst().attributes()).isEmpty();
            assertThat(sandbox.cloud.messages("Failures").getFirst().visibleAt())
                    .isBetween(Instant.now().plusSeconds(50), Instant.now().plusSeconds(60));

            sqs.changeMessageVisibility(change ->
                    change.queueUrl(queue)
                            .receiptHandle(received.getFirst().receiptHandle())
                            .visibilityTimeout(0));

            assertThat(receive(sqs, queue, 60)).hasSize(1);
        }
    }

    @Test
    void a_message_stays_hidden_and_counted_across_a_restart() {
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var queue = sandbox.cloud.resource("Failures");
            sqs.sendMessage(send -> send.queueUrl(queue).messageBody("hidden"));
            receive(sqs, queue, 60);
            sqs.sendMessage(send -> send.queueUrl(queue).messageBody("tried"));
            receive(sqs, queue, 0);
        }
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var received = receive(sqs, sandbox.cloud.resource("Failures"), 60);
            assertThat(received).extracting(Message::body).containsExactly("tried");
            assertThat(count(received.getFirst())).isEqualTo(2);
        }
    }

    @Test
    void a_receiver_may_wait_for_a_message() {
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var queue = sandbox.cloud.resource("Failures");
            var waiting =
                    CompletableFuture.supplyAsync(() ->
                            sqs.receiveMessage(
                                            receive -> receive.queueUrl(queue).waitTimeSeconds(20))
                                    .messages());
            await().during(Duration.ofMillis(300)).until(() -> !waiting.isDone());

            sqs.sendMessage(send -> send.queueUrl(queue).messageBody("1"));

            await().atMost(Duration.ofSeconds(5)).until(waiting::isDone);
            assertThat(waiting.join()).hasSize(1);
        }
    }

    @Test
    void a_queue_returns_its_address_and_its_number_of_messages() {
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var queue = sqs.getQueueUrl(get -> get.queueName("other")).queueUrl();
            assertThat(queue).isEqualTo(sandbox.cloud.resource("Other"));
            for (var body : List.of("1", "2", "3")) {
                sqs.sendMessage(send -> send.queueUrl(queue).messageBody(body));
            }
            sqs.sendMessage(send -> send.queueUrl(queue).messageBody("4").delaySeconds(60));
            sqs.receiveMessage(receive -> receive.queueUrl(queue).maxNumberOfMessages(1));

            var attributes =
                    sqs.getQueueAttributes(get ->
                                    get.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                            .attributes();

            assertThat(attributes)
                    .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "2")
                    .containsEntry(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1")
                    .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "1")
                    .containsEntry(
                            QueueAttributeName.QUEUE_ARN,
                            "arn:aws:sqs:eu-central-1:000000000000:other");
        }
    }

    @Test
    void invalid_requests_are_rejected_as_SQS_does() {
        try (var sandbox = start();
                var sqs = client(sandbox)) {
            var queue = sandbox.cloud.resource("Failures");
            assertThatExceptionOfType(QueueDoesNotExistException.class)
                    .isThrownBy(() -> sqs.getQueueUrl(get -> get.queueName("nobody")));
            assertThatExceptionOfType(ReceiptHandleIsInvalidException.class)
                    .isThrownBy(() ->
                            sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle("?")));
            assertThatExceptionOfType(SqsException.class)
                    .isThrownBy(() ->
                            sqs.receiveMessage(get -> get.queueUrl(queue).maxNumberOfMessages(11)));
            assertThatExceptionOfType(SqsException.class)
                    .isThrownBy(() -> sqs.purgeQueue(purge -> purge.queueUrl(queue)));
        }
    }
}
