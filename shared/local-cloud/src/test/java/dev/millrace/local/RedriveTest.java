package dev.millrace.local;

import static dev.millrace.local.SqsTest.client;
import static dev.millrace.local.SqsTest.count;
import static dev.millrace.local.SqsTest.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RedriveTest {
    private static final String TWICE =
            "{deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}";

    @TempDir Path folder;

    private Sandbox start(String policy) {
        var template =
                """
                Resources:
                  Bucket: {Type: AWS::S3::Bucket}
                  Work: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: %s}}
                  Dead: {Type: AWS::SQS::Queue}
                """
                        .formatted(policy);
        return Sandbox.start(Sandbox.options(folder, template).withData(folder.resolve("data")));
    }

    @Test
    void a_message_received_too_often_moves_unchanged_and_keeps_its_count() {
        try (var sandbox = start(TWICE);
                var sqs = client(sandbox)) {
            var work = sandbox.cloud.resource("Work");
            var sent = sqs.sendMessage(send -> send.queueUrl(work).messageBody("bad"));
            var first = receive(sqs, work, 0).getFirst();
            assertThat(receive(sqs, work, 0)).hasSize(1);

            assertThat(receive(sqs, work, 0)).isEmpty();

            assertThat(sandbox.cloud.messages("Work")).isEmpty();
            var dead = receive(sqs, sandbox.cloud.resource("Dead"), 60).getFirst();
            assertThat(dead.messageId()).isEqualTo(sent.messageId());
            assertThat(dead.body()).isEqualTo("bad");
            assertThat(count(dead)).isEqualTo(3);
            var sentAt = MessageSystemAttributeName.SENT_TIMESTAMP;
            assertThat(dead.attributes()).containsEntry(sentAt, first.attributes().get(sentAt));
        }
    }

    @Test
    void the_next_message_is_received_instead_of_a_moved_one() {
        try (var sandbox = start(TWICE);
                var sqs = client(sandbox)) {
            var work = sandbox.cloud.resource("Work");
            sqs.sendMessage(send -> send.queueUrl(work).messageBody("bad"));
            receive(sqs, work, 0);
            receive(sqs, work, 0);
            sqs.sendMessage(send -> send.queueUrl(work).messageBody("good"));

            var next = sqs.receiveMessage(one -> one.queueUrl(work).maxNumberOfMessages(1));

            assertThat(next.messages()).extracting(Message::body).containsExactly("good");
            assertThat(sandbox.cloud.messages("Dead")).hasSize(1);
        }
    }

    @Test
    void the_last_receiver_still_has_time_to_delete_a_message() {
        try (var sandbox = start(TWICE);
                var sqs = client(sandbox)) {
            var work = sandbox.cloud.resource("Work");
            sqs.sendMessage(send -> send.queueUrl(work).messageBody("slow"));
            receive(sqs, work, 0);
            var last = receive(sqs, work, 60).getFirst();

            assertThat(receive(sqs, work, 0)).isEmpty();
            assertThat(sandbox.cloud.messages("Work")).hasSize(1);

            sqs.deleteMessage(delete -> delete.queueUrl(work).receiptHandle(last.receiptHandle()));
            assertThat(sandbox.cloud.messages("Work")).isEmpty();
            assertThat(sandbox.cloud.messages("Dead")).isEmpty();
        }
    }

    @Test
    void a_message_survives_a_restart_before_and_after_it_moves() {
        try (var sandbox = start(TWICE);
                var sqs = client(sandbox)) {
            var work = sandbox.cloud.resource("Work");
            sqs.sendMessage(send -> send.queueUrl(work).messageBody("bad"));
            receive(sqs, work, 0);
            receive(sqs, work, 0);
        }
        try (var sandbox = start(TWICE);
                var sqs = client(sandbox)) {
            assertThat(receive(sqs, sandbox.cloud.resource("Work"), 0)).isEmpty();
            assertThat(sandbox.cloud.messages("Dead")).hasSize(1);
        }
        try (var sandbox = start(TWICE);
                var sqs = client(sandbox)) {
            assertThat(sandbox.cloud.messages("Work")).isEmpty();
            assertThat(receive(sqs, sandbox.cloud.resource("Dead"), 60)).hasSize(1);
        }
    }

    @Test
    void a_queue_returns_its_redrive_policy() {
        try (var sandbox = start(TWICE);
                var sqs = client(sandbox)) {
            var attributes =
                    sqs.getQueueAttributes(get ->
                                    get.queueUrl(sandbox.cloud.resource("Work"))
                                            .attributeNames(QueueAttributeName.REDRIVE_POLICY))
                            .attributes();
            assertThat(attributes)
                    .containsEntry(
                            QueueAttributeName.REDRIVE_POLICY,
                            """
                            {"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:000000000000:millrace-local-Dead","maxReceiveCount":2}\
                            """);
            assertThat(sandbox.cloud.notEmulated()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!GetAtt Bucket.Arn | 2 | `deadLetterTargetArn` of Work is not another queue of this template: arn:aws:s3:::millrace-local-Bucket",
                "arn:aws:sqs:eu-central-1:000000000000:theirs | 2 | `deadLetterTargetArn` of Work is not another queue",
                "!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-Work' | 2 | `deadLetterTargetArn` of Work is not another queue",
                "!Ref AWS::NoValue | 2 | `deadLetterTargetArn` is missing",
                "!GetAtt Dead.Arn | 0 | `maxReceiveCount` must be a number from 1 to 1000",
                "!GetAtt Dead.Arn | 1001 | `maxReceiveCount` must be a number from 1 to 1000",
                "!GetAtt Dead.Arn | !Ref AWS::NoValue | `maxReceiveCount` must be a number from 1 to 1000",
            })
    void an_invalid_redrive_policy_is_an_error_at_the_start(
            String target, String receives, String message) {
        var policy = "{deadLetterTargetArn: %s, maxReceiveCount: %s}".formatted(target, receives);
        assertThatThrownBy(() -> start(policy))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining("template.yaml:3: " + message);
    }
}
