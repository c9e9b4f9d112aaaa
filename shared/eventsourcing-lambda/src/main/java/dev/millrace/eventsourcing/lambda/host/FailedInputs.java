package dev.millrace.eventsourcing.lambda.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.StrictJson;
import dev.millrace.eventsourcing.process.RetryPolicy;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Handles the failed inputs of one source of the bus: events in a queue that its function could
/// not handle.
///
/// Lambda puts a failed event into the queue `FAILED_<SOURCE>_QUEUE`. The sweep tries the event
/// again after the growing waits of [RetryPolicy], until it succeeds. After the last round, a day
/// later, the queue moves it to `GIVEN_UP_<SOURCE>_QUEUE`, where it waits for an operator.
final class FailedInputs {
    /// While an event is being handled, no other receiver gets it.
    private static final int HIDDEN_SECONDS = 120;

    private static final MessageSystemAttributeName RECEIVE_COUNT =
            MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT;
    private static final QueueAttributeName VISIBLE =
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    private static final QueueAttributeName HIDDEN =
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;

    private final SqsClient sqs;
    private final String queue;
    private final BusSource source;
    private final Log log;
    private final boolean isTriedAgain;

    private FailedInputs(Platform platform, String queue, BusSource source, boolean isTriedAgain) {
        this.sqs = platform.clients().sqs();
        this.queue = platform.resource(queue, "_QUEUE");
        this.source = source;
        this.log = platform.log();
        this.isTriedAgain = isTriedAgain;
    }

    /// The inputs that the sweep tries again. An event that fails again is hidden for longer each
    /// time.
    static FailedInputs triedAgain(Platform platform, String name, BusSource source) {
        return new FailedInputs(platform, "failed-" + name, source, true);
    }

    /// The inputs that were given up. An event that fails again stays in the queue.
    static FailedInputs givenUp(Platform platform, String name, BusSource source) {
        return new FailedInputs(platform, "given-up-" + name, source, false);
    }

    /// The result of trying the events.
    ///
    /// @param complete false if time ran out or an outage ended it
    record Tried(int taken, int failed, boolean complete) {
        Tried plus(Tried other) {
            return new Tried(
                    taken + other.taken, failed + other.failed, complete && other.complete);
        }
    }

    /// Handles the events that can be received. After an outage the rest is left for the next run.
    Tried tryAll(BooleanSupplier outOfTime) {
        var taken = 0;
        var failed = 0;
        var outage = false;
        while (!outage && !outOfTime.getAsBoolean()) {
            var messages = receive();
            if (messages.isEmpty()) return new Tried(taken, failed, true);
            for (var message : messages) {
                var result = outage ? Result.OUTAGE : handle(message);
                outage |= result == Result.OUTAGE;
                if (result == Result.TAKEN) {
                    taken++;
                } else {
                    failed++;
                    if (isTriedAgain) hide(message);
                }
            }
        }
        return new Tried(taken, failed, false);
    }

    private enum Result {
        TAKEN,
        DEFECT,
        OUTAGE
    }

    /// The sweep runs every minute, so it does not wait for messages. An operator's call waits:
    /// without a wait SQS asks only some of its servers, so an empty answer means little.
    private List<Message> receive() {
        var waitSeconds = isTriedAgain ? 0 : 1;
        return AwsErrors.translate(
                        "receive from " + queue,
                        () ->
                                sqs.receiveMessage(receive ->
                                        receive.queueUrl(queue)
                                                .maxNumberOfMessages(10)
                                                .waitTimeSeconds(waitSeconds)
                                                .visibilityTimeout(HIDDEN_SECONDS)
                                                .messageSystemAttributeNames(RECEIVE_COUNT)))
                .messages();
    }

    private Result handle(Message message) {
        var fields = Map.of("process", source.process(), "message_id", message.messageId());
        try {
            source.receive(event(message.body()));
        } catch (RuntimeException failed) {
            log.error("an input in the failure queue failed again", failed, fields);
            return failed instanceof Outage ? Result.OUTAGE : Result.DEFECT;
        }
        AwsErrors.translate(
                "delete from " + queue,
                () ->
                        sqs.deleteMessage(delete ->
                                delete.queueUrl(queue).receiptHandle(message.receiptHandle())));
        return Result.TAKEN;
    }

    /// The event in the record that Lambda puts into the queue.
    @SuppressWarnings("unchecked") // a JSON object
    private static BusEvent event(String failure) {
        if (StrictJson.object(failure.getBytes(UTF_8)).get("requestPayload")
                instanceof Map<?, ?> event) {
            return BusEvent.of((Map<String, Object>) event);
        }
        throw new IllegalArgumentException("a failure without requestPayload");
    }

    private void hide(Message message) {
        var received = Integer.parseInt(message.attributes().get(RECEIVE_COUNT));
        var wait = RetryPolicy.wait(received - 1);
        AwsErrors.translate(
                "keep in " + queue,
                () ->
                        sqs.changeMessageVisibility(hide ->
                                hide.queueUrl(queue)
                                        .receiptHandle(message.receiptHandle())
                                        .visibilityTimeout((int) wait.toSeconds())));
    }

    /// The approximate number of messages in the queue.
    int size() {
        var attributes =
                AwsErrors.translate(
                        "look at " + queue,
                        () ->
                                sqs.getQueueAttributes(get ->
                                        get.queueUrl(queue).attributeNames(VISIBLE, HIDDEN)));
        return attributes.attributes().values().stream().mapToInt(Integer::parseInt).sum();
    }
}
