package dev.millrace.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import dev.millrace.local.Signal;
import dev.millrace.local.functions.InvocationResult;
import dev.millrace.local.functions.LambdaFunction;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Delivers batches of one shard to the function until each record succeeds or is given up. Order
/// is kept: no record is passed before the records before it.
final class Delivery {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final MappingSpec mapping;
    private final LambdaFunction function;
    private final GivenUp givenUp;
    private final Signal closing;
    private final InstantSource clock;
    private final Consumer<StreamRecord> passed;

    Delivery(
            MappingSpec mapping,
            LambdaFunction function,
            GivenUp givenUp,
            Signal closing,
            InstantSource clock,
            Consumer<StreamRecord> passed) {
        this.mapping = mapping;
        this.function = function;
        this.givenUp = givenUp;
        this.closing = closing;
        this.clock = clock;
        this.passed = passed;
    }

    /// Returns when the whole batch is passed, or when the local cloud closes.
    void deliver(List<StreamRecord> batch) throws InterruptedException {
        var left = batch;
        for (int failures = 0; !left.isEmpty() && !closing.closed(); ) {
            left = withoutAged(left, failures);
            if (left.isEmpty()) {
                return;
            }
            var outcome = function.invoke(StreamRecord.event(left));
            if (closing.closed() && outcome.failed()) {
                return;
            }
            var from = firstFailed(left, outcome);
            if (from == left.size()) {
                passed.accept(left.getLast());
                return;
            }
            if (from > 0) {
                passed.accept(left.get(from - 1));
                left = left.subList(from, left.size());
                failures = 0;
            }
            failures++;
            if (outcome.failed() && mapping.bisect() && left.size() > 1) {
                pause(failures);
                deliver(left.subList(0, left.size() / 2));
                left = left.subList(left.size() / 2, left.size());
                failures = 0;
            } else if (mapping.maximumRetries() >= 0 && failures > mapping.maximumRetries()) {
                givenUp.accept(
                        left,
                        outcome.requestId(),
                        "RetryAttemptsExhausted",
                        failures,
                        outcome.failed());
                passed.accept(left.getLast());
                return;
            } else {
                pause(failures);
            }
        }
    }

    /// The index of the first record that failed, or the size of the batch if none failed.
    private int firstFailed(List<StreamRecord> batch, InvocationResult outcome) {
        if (outcome.failed()) {
            return 0;
        }
        if (!mapping.partialFailures()) {
            return batch.size();
        }
        var answer = Json.parse(outcome.payload());
        if (answer.isEmpty()) {
            return 0;
        }
        var lowest = batch.size();
        for (var failure : answer.get().path("batchItemFailures")) {
            lowest = Math.min(lowest, place(batch, failure.path("itemIdentifier")));
        }
        return lowest;
    }

    /// The index of a record. An identifier of no record in the batch means that all of it failed.
    private static int place(List<StreamRecord> batch, JsonNode identifier) {
        var text = identifier.asText("");
        if (!text.matches("\\d+")) {
            return 0;
        }
        var sequence = new BigInteger(text);
        for (int place = 0; place < batch.size(); place++) {
            if (batch.get(place).is(sequence)) {
                return place;
            }
        }
        return 0;
    }

    /// Gives up the records that are too old now. They are the first ones, because a shard is in
    /// order of time.
    private List<StreamRecord> withoutAged(List<StreamRecord> batch, int attempts) {
        if (mapping.maximumAge().isNegative()) {
            return batch;
        }
        var oldest = clock.instant().minus(mapping.maximumAge());
        var aged = batch.stream().takeWhile(record -> record.at().isBefore(oldest)).toList();
        if (!aged.isEmpty()) {
            givenUp.accept(aged, "", "RecordAgeExceeded", attempts, attempts > 0);
            passed.accept(aged.getLast());
        }
        return batch.subList(aged.size(), batch.size());
    }

    private void pause(int failures) throws InterruptedException {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        closing.pause(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /// Receives the records that are given up, before they are passed.
    interface GivenUp {
        void accept(
                List<StreamRecord> records,
                String requestId,
                String condition,
                int attempts,
                boolean error);
    }
}
