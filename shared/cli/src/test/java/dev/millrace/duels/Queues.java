package dev.millrace.duels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/// The queue of failed payments, and the one to which it moves what was received too often.
final class Queues implements SqsClient {
    static final String FAILED = "failed-payments";
    static final String GIVEN_UP = "given-up-payments";

    private static final int MOST_RECEIVES = 13;

    private final World world;
    private final List<Lying> messages = new ArrayList<>();
    private int sent;

    Queues(World world) {
        this.world = world;
    }

    private static final class Lying {
        private final String id;
        private final String body;
        private String queue = FAILED;
        private Instant visibleAt = Instant.MIN;
        private int receives;

        Lying(String id, String body) {
            this.id = id;
            this.body = body;
        }
    }

    void send(String body) {
        messages.add(new Lying("message-" + ++sent, body));
    }

    boolean areEmpty() {
        return messages.isEmpty();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        return world.call(
                request,
                () -> {
                    var received = new ArrayList<Message>();
                    for (var one : messages) {
                        if (one.visibleAt.isAfter(world.now())) continue;
                        if (one.receives == MOST_RECEIVES) one.queue = GIVEN_UP;
                        if (!one.queue.equals(request.queueUrl())) continue;
                        one.receives++;
                        hide(one, request.visibilityTimeout());
                        received.add(message(one));
                    }
                    return ReceiveMessageResponse.builder().messages(received).build();
                });
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

    private void hide(Lying one, int seconds) {
        one.visibleAt = world.now().plus(Duration.ofSeconds(seconds));
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(
            ChangeMessageVisibilityRequest request) {
        return world.call(
                request,
                () -> {
                    messages.stream()
                            .filter(one -> one.id.equals(request.receiptHandle()))
                            .forEach(one -> hide(one, request.visibilityTimeout()));
                    return ChangeMessageVisibilityResponse.builder().build();
                });
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        return world.call(
                request,
                () -> {
                    messages.removeIf(one -> one.id.equals(request.receiptHandle()));
                    return DeleteMessageResponse.builder().build();
                });
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        return world.call(
                request,
                () ->
                        GetQueueAttributesResponse.builder()
                                .attributes(
                                        Map.of(
                                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                                Long.toString(
                                                        messages.stream()
                                                                .filter(one ->
                                                                        one.queue.equals(
                                                                                request.queueUrl()))
                                                                .count())))
                                .build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
