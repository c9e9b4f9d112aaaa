package dev.millrace.localstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Reads events from a queue until [#end]. An event is deleted after the receiver has handled it.
/// An event that failed is delivered again.
final class Subscription {
    private static final System.Logger LOG = System.getLogger(Subscription.class.getName());
    private static final int MOST_FAILURES = 10;
    private static final JsonMapper JSON = new JsonMapper();

    private final SqsClient sqs;
    private final String queue;
    private final Consumer<JsonNode> receiver;
    private volatile boolean ended;

    private Subscription(SqsClient sqs, String queue, Consumer<JsonNode> receiver) {
        this.sqs = sqs;
        this.queue = queue;
        this.receiver = receiver;
    }

    static Subscription begin(SqsClient sqs, String queue, Consumer<JsonNode> receiver) {
        var subscription = new Subscription(sqs, queue, receiver);
        Thread.ofVirtual().name(queue).start(subscription::read);
        return subscription;
    }

    void end() {
        ended = true;
    }

    /// Ten failures in a row mean that LocalStack is gone. Then reading stops, and the test that
    /// waits for an event fails.
    private void read() {
        for (var failures = 0; !ended && failures < MOST_FAILURES; ) {
            try {
                receive();
                failures = 0;
            } catch (RuntimeException | JsonProcessingException e) {
                failures++;
                if (!ended) LOG.log(System.Logger.Level.ERROR, queue, e);
            }
        }
    }

    private void receive() throws JsonProcessingException {
        var messages =
                sqs.receiveMessage(receive ->
                                receive.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
                        .messages();
        for (var message : messages) {
            if (ended) return;
            receiver.accept(JSON.readTree(message.body()));
            sqs.deleteMessage(
                    delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
        }
    }
}
