package dev.millrace.ticketing;

import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Why a transaction was cancelled whose first write is the booking's reservation and whose others
/// are seats.
sealed interface Cancellation {

    /// The booking has its answer already: this is the item that holds it.
    record Answered(Item reservation) implements Cancellation {}

    /// The condition on a seat failed, and nothing else.
    record SeatsChanged() implements Cancellation {}

    /// Anything else, other transactions above all. It says nothing about booking or seats, even
    /// where the condition on a seat failed beside it: that seat may be half of our own hold.
    record Undecided(String codes) implements Cancellation {}

    /// @throws IllegalArgumentException where DynamoDB never takes one of the items, however often
    ///   it is written
    static Cancellation of(TransactionCanceledException cancelled) {
        var reasons = cancelled.cancellationReasons();
        if (!reasons.isEmpty() && isFailedCondition(reasons.getFirst())) {
            return new Answered(new Item(reasons.getFirst().item()));
        }
        var failures = reasons.stream().filter(reason -> !isNone(reason)).toList();
        if (failures.stream().anyMatch(reason -> "ValidationError".equals(reason.code()))) {
            throw new IllegalArgumentException(
                    "DynamoDB refuses an item of the transaction: " + messages(failures),
                    cancelled);
        }
        return !failures.isEmpty() && failures.stream().allMatch(Cancellation::isFailedCondition)
                ? new SeatsChanged()
                : new Undecided(codes(failures));
    }

    private static String codes(List<CancellationReason> failures) {
        return failures.stream()
                .map(CancellationReason::code)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String messages(List<CancellationReason> failures) {
        return failures.stream()
                .map(reason -> reason.code() + " " + reason.message())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static boolean isNone(CancellationReason reason) {
        return reason.code() == null || "None".equals(reason.code());
    }

    private static boolean isFailedCondition(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }
}
