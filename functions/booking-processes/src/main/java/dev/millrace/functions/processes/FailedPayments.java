package dev.millrace.functions.processes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.dynamodb.Json;
import dev.millrace.eventsourcing.dynamodb.Outages;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Payments that the payment process could not keep, and that Lambda left in its failure queue.
///
/// Each is handed to the same code again, ever more rarely, until it is kept. One that was received
/// as often as the queue allows, which takes a day, is moved by the queue to another, where it
/// waits for an operator.
final class FailedPayments {
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofHours(4);

    /// While one is being tried nobody else is to try it.
    private static final Duration TRYING = Duration.ofMinutes(2);

    private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

    private final SqsClient sqs;
    private final Queues queues;
    private final IncomingPayments payments;
    private final Log log;

    /// The URLs of two queues.
    ///
    /// @param triedAgain where Lambda leaves what failed
    /// @param givenUp where the first queue leaves what was tried for a day
    record Queues(String triedAgain, String givenUp) {}

    FailedPayments(SqsClient sqs, Queues queues, IncomingPayments payments, Log log) {
        this.sqs = sqs;
        this.queues = queues;
        this.payments = payments;
        this.log = log;
    }

    static FailedPayments of(Environment environment, Processes processes, Log log) {
        var queues =
                new Queues(
                        environment.required("FAILED_PAYMENTS_QUEUE"),
                        environment.required("GIVEN_UP_PAYMENTS_QUEUE"));
        return new FailedPayments(
                Aws.sqs(environment),
                queues,
                new IncomingPayments(processes, InstantSource.system(), log),
                log);
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

    /// Tries those whose time has come. After an outage the rest is left for the next time.
    Tried tryAgain(BooleanSupplier outOfTime) {
        return each(queues.triedAgain(), outOfTime, message -> hide(queues.triedAgain(), message));
    }

    /// Tries those that were given up.
    Tried redrive(BooleanSupplier outOfTime) {
        return each(queues.givenUp(), outOfTime, _ -> {});
    }

    /// About how many are still tried by themselves.
    int triedAgain() {
        return size(queues.triedAgain());
    }

    /// About how many wait for an operator.
    int givenUp() {
        return size(queues.givenUp());
    }

    private Tried each(String queue, BooleanSupplier outOfTime, Consumer<Message> failed) {
        var tried = new Tried(0, 0, true);
        while (!outOfTime.getAsBoolean()) {
            var messages = receive(queue);
            if (messages.isEmpty()) return tried;
            var outage = false;
            for (var message : messages) {
                var result = outage ? Result.OUTAGE : take(queue, message);
                if (result != Result.TAKEN) failed.accept(message);
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

    private List<Message> receive(String queue) {
        return Outages.translating(
                        "receive from " + queue,
                        () ->
                                sqs.receiveMessage(receive ->
                                        receive.queueUrl(queue)
                                                .maxNumberOfMessages(10)
                                                .visibilityTimeout((int) TRYING.toSeconds())
                                                .messageSystemAttributeNames(
                                                        MessageSystemAttributeName
                                                                .APPROXIMATE_RECEIVE_COUNT)))
                .messages();
    }

    private Result take(String queue, Message message) {
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

    private void hide(String queue, Message message) {
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

    private int size(String queue) {
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
