package dev.millrace.duels;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;

/// Defects of one process: AWS answers that a request is invalid which only this process makes. The
/// input or the effect that needs the request is parked, and everything else goes on.
final class Ailments {
    private final Set<Ailment> active = EnumSet.noneOf(Ailment.class);

    /// The instance that this invocation, or this task of it, read last.
    private final ThreadLocal<String> instance = ThreadLocal.withInitial(() -> "");

    /// The requests that can fail.
    enum Ailment {
        PAYMENT_COMMAND("no commit of a payment can be written"),
        PAYMENT_JOURNAL("the payment process cannot read the journal"),
        REFUND("the bus rejects refunds"),
        CONFIRMATION("no confirmation can be written"),
        RELEASE("no seats can be freed");

        final String words;

        Ailment(String words) {
            this.words = words;
        }
    }

    void begin(Ailment ailment) {
        active.add(ailment);
    }

    void end() {
        active.clear();
    }

    /// @throws DynamoDbException if the request is one of those that fail now
    void check(Object request) {
        if (request instanceof GetItemRequest get && get.tableName().equals(Tables.PROCESSES)) {
            instance.set(requireNonNull(get.key().get("pk")).s());
        }
        if (active.stream().noneMatch(ailment -> fails(ailment, request))) return;
        throw DynamoDbException.builder()
                .message("the request is invalid")
                .awsErrorDetails(AwsErrorDetails.builder().errorCode("ValidationException").build())
                .build();
    }

    private boolean fails(Ailment ailment, Object request) {
        return switch (ailment) {
            case PAYMENT_COMMAND -> appends(request, "BookingPaid");
            case CONFIRMATION -> appends(request, "BookingConfirmed");
            case PAYMENT_JOURNAL ->
                    request instanceof QueryRequest query
                            && query.tableName().equals(Tables.EVENTS)
                            && instance.get().startsWith("payment#");
            case REFUND ->
                    request instanceof PutEventsRequest put
                            && put.entries().stream()
                                    .anyMatch(one -> one.detailType().equals("RefundRequested"));
            case RELEASE ->
                    request instanceof TransactWriteItemsRequest write
                            && write.transactItems().getFirst().update() != null;
        };
    }

    private static boolean appends(Object request, String event) {
        return request instanceof PutItemRequest put
                && put.tableName().equals(Tables.EVENTS)
                && requireNonNull(put.item().get("events")).s().contains(event);
    }
}
