package dev.millrace.functions.processes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.dynamodb.Json;
import dev.millrace.eventsourcing.dynamodb.Outages;
import dev.millrace.eventsourcing.lambda.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A queue of payments that the payment process could not keep.
///
/// Lambda leaves them in the queue of failures, where each is handed to the same code again, ever
/// more rarely, until it is kept. One that was received as often as that queue allows, which takes
/// a day, is moved by the queue to another, where it waits for an operator.
final class FailedPayments {
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofHours(4);

    /// While one is being tried nobody else is to try it.
    private static final Duration TRYING = Duration.ofMinutes(2);

    private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

    private final SqsClient sqs;
    private final String queue;
    private final IncomingPayments payments;
    private final Log log;
    private final Duration patience;
    private final Consumer<Message> whenItFails;

    private FailedPayments(
            SqsClient sqs,
            String queue,
            IncomingPayments payments,
            Log log,
            Duration patience,
            boolean hidesWhatFails) {
        this.sqs = sqs;
        this.queue = queue;
        this.payments = payments;
        this.log = log;
        this.patience = patience;
        this.whenItFails = hidesWhatFails ? this::hide : _ -> {};
    }

    /// The queue of failures: what fails again is hidden for ever longer. Each minute somebody
    /// looks, so nobody waits for a message.
    static FailedPayments triedAgain(
            SqsClient sqs, String queue, IncomingPayments payments, Log log) {
        return new FailedPayments(sqs, queue, payments, log, Duration.ZERO, true);
    }

    /// The queue of what was given up: what fails again stays. Whoever looks waits a moment:
    /// without that only some of SQS's servers are asked, and nothing found says little.
    static FailedPayments givenUp(SqsClient sqs, String queue, IncomingPayments payments, Log log) {
        return new FailedPayments(sqs, queue, payments, log, Duration.ofSeconds(1), false);
    }

    /// What became of the messages.
    ///
    /// @param complete false where time ran out first
    record Tried(int taken, int failed, boolean complete) {
        Tried plus(boolean wasTaken) {
            return wasTaken
                    ? new Tried(taken + 1, failed, complete)
                    : new Tried(taken, failed + 1, complete);
        }
    }

    /// Tries those that can be received. After an outage the rest is left for the next time.
    Tried tryAll(BooleanSupplier outOfTime) {
        var tried = new Tried(0, 0, true);
        while (!outOfTime.getAsBoolean()) {
            var messages = receive();
            if (messages.isEmpty()) return tried;
            var outage = false;
            for (var message : messages) {
                var result = outage ? Result.OUTAGE : take(message);
                if (result != Result.TAKEN) whenItFails.accept(message);
                tried = tried.plus(result == Result.TAKEN);
                outage |= result == Result.OUTAGE;
            }
            if (outage) break;
        }
        return new Tried(tried.taken(), tried.failed(), false);
    }

    private enum Result {
        TAKEN,
        DEFECT,
        OUTAGE
    }

    private List<Message> receive() {
        return Outages.translating(
                        "receive from " + queue,
                        () ->
                                sqs.receiveMessage(receive ->
                                        receive.queueUrl(queue)
                                                .maxNumberOfMessages(10)
                                                .waitTimeSeconds((int) patience.toSeconds())
                                                .visibilityTimeout((int) TRYING.toSeconds())
                                                .messageSystemAttributeNames(
                                                        MessageSystemAttributeName
                                                                .APPROXIMATE_RECEIVE_COUNT)))
                .messages();
    }

    private Result take(Message message) {
        try {
            var event = Json.read(message.body(), JsonNode.class).path("requestPayload");
            payments.take(
                    event.path("id").asText(),
                    Json.MAPPER.convertValue(event.path("detail"), DETAIL));
        } catch (RuntimeException failed) {
            log.error(
                    "a payment in the failure queue failed again",
                    failed,
                    Map.of("process", "payment", "message_id", message.messageId()));
            return failed instanceof Outage ? Result.OUTAGE : Result.DEFECT;
        }
        Outages.translating(
                "delete from " + queue,
                () ->
                        sqs.deleteMessage(delete ->
                                delete.queueUrl(queue).receiptHandle(message.receiptHandle())));
        return Result.TAKEN;
    }

    private void hide(Message message) {
        Outages.translating(
                "keep in " + queue,
                () ->
                        sqs.changeMessageVisibility(hide ->
                                hide.queueUrl(queue)
                                        .receiptHandle(message.receiptHandle())
                                        .visibilityTimeout((int) wait(message).toSeconds())));
    }

    private static Duration wait(Message message) {
        var received =
                message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        var wait = FIRST.multipliedBy(1L << Math.min(Integer.parseInt(received) - 1, 20));
        return wait.compareTo(MOST) < 0 ? wait : MOST;
    }

    /// About how many lie in it.
    int size() {
        return Outages.translating(
                "look at " + queue,
                () ->
                        sqs
                                .getQueueAttributes(get ->
                                        get.queueUrl(queue)
                                                .attributeNames(
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES,
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                                .attributes()
                                .values()
                                .stream()
                                .mapToInt(Integer::parseInt)
                                .sum());
    }
}
