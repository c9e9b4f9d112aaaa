package dev.millrace.duels;

import dev.millrace.eventsourcing.testkit.simulation.Simulation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;

/// Outages: resources that reject every call for a while, and calls that time out at random, before
/// or after they took effect.
final class Trouble {
    static final String BUS = "Bus";

    private static final List<Double> CHANCES = List.of(0.0, 0.0, 0.0, 0.02, 0.1);
    private static final List<Double> LAGS = List.of(0.0, 0.0, 0.3);

    private final Simulation simulation;
    private final Set<String> throttled = new HashSet<>();
    private double chance;
    private double lag;

    Trouble(Simulation simulation) {
        this.simulation = simulation;
    }

    void begin() {
        chance = CHANCES.get(simulation.random().nextInt(CHANCES.size()));
        lag = LAGS.get(simulation.random().nextInt(LAGS.size()));
    }

    void end() {
        throttled.clear();
        chance = 0;
        lag = 0;
    }

    void throttle(String place, boolean on) {
        if (on) throttled.add(place);
        else throttled.remove(place);
    }

    /// Whether an index that is read now is behind its table.
    boolean indexLags() {
        return lag > 0 && simulation.random().nextDouble() < lag;
    }

    <T> T around(Object request, Supplier<T> call) {
        if (throttled.contains(place(request))) throw throttled();
        if (chance == 0 || simulation.random().nextDouble() >= chance) return call.get();
        if (simulation.random().nextBoolean()) throw failure(request);
        var lost = call.get();
        throw ApiCallTimeoutException.builder()
                .message("timed out, and took effect: " + Words.of(lost))
                .build();
    }

    private static RuntimeException failure(Object request) {
        return request instanceof TransactWriteItemsRequest
                ? TransactionCanceledException.builder()
                        .message("conflict")
                        .cancellationReasons(reason("None"), reason("TransactionConflict"))
                        .build()
                : throttled();
    }

    private static CancellationReason reason(String code) {
        return CancellationReason.builder().code(code).build();
    }

    private static RuntimeException throttled() {
        return ProvisionedThroughputExceededException.builder().message("throttled").build();
    }

    private static String place(Object request) {
        return switch (request) {
            case PutEventsRequest _ -> BUS;
            case TransactWriteItemsRequest _, BatchGetItemRequest _ -> Tables.SEATS;
            case DynamoDbRequest other ->
                    other.getValueForField("TableName", String.class).orElse("");
            default -> "";
        };
    }
}
