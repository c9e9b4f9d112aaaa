package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.process.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// Two SQS queues in memory, with the test's clock. `failures` moves a message to `given-up` after
/// the rounds of the [RetryPolicy], as in template.yaml.
public final class InMemoryQueues implements SqsClient {
    public static final String FAILURES = "failures";
    public static final String GIVEN_UP = "given-up";

    private final InstantSource clock;
    private final List<Lying> messages = new ArrayList<>();
    private int sent;

    public InMemoryQueues(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Lying {
        private final String id;
        private final String body;
        private String queue = FAILURES;
        private Instant visibleAt;
        private int receives;

        Lying(String id, String body, Instant visibleAt) {
            this.id = id;
            this.body = body;
            this.visibleAt = visibleAt;
        }
    }

    /// Sends a message to the queue of failures.
    public void send(String body) {
        messages.add(new Lying("message-" + ++sent, body, clock.instant()));
    }

    public boolean areEmpty() {
        return messages.isEmpty();
    }

    public List<String> bodies(String queue) {
        return messages.stream()
                .filter(one -> one.queue.equals(queue))
                .map(one -> one.body)
                .toList();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        var received = new ArrayList<Message>();
        for (var one : messages) {
            if (one.visibleAt.isAfter(clock.instant())) continue;
            if (one.queue.equals(FAILURES) && one.receives == RetryPolicy.rounds())
                one.queue = GIVEN_UP;
            if (!one.queue.equals(request.queueUrl())
                    || received.size() == request.maxNumberOfMessages()) continue;
            one.receives++;
            hide(one, request.visibilityTimeout());
            received.add(message(one));
        }
        return ReceiveMessageResponse.builder().messages(received).build();
    }

    private static Message message(Lying one) {
        return Message.builder()
                .messageId(one.id)
                .receiptHandle(one.id)
                .body(one.body)
                .attributes(
                        Map.of(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                Integer.toString(one.receives)))
                .build();
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(
            ChangeMessageVisibilityRequest request) {
        messages.stream()
                .filter(one -> one.id.equals(request.receiptHandle()))
                .forEach(one -> hide(one, request.visibilityTimeout()));
        return ChangeMessageVisibilityResponse.builder().build();
    }

    private void hide(Lying one, Integer seconds) {
        one.visibleAt = clock.instant().plus(Duration.ofSeconds(Objects.requireNonNull(seconds)));
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        messages.removeIf(one -> one.id.equals(request.receiptHandle()));
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        return GetQueueAttributesResponse.builder()
                .attributes(
                        Map.of(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                Integer.toString(bodies(request.queueUrl()).size())))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
