package dev.millrace.local.streams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.store.Buckets;
import dev.millrace.local.store.Destination.ToBucket;
import dev.millrace.local.store.Destination.ToQueue;
import dev.millrace.local.store.QueueSender;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Sends the given-up records of one shard to the failure destination, in Lambda's format. A bucket
/// gets the records themselves. A queue gets a pointer into the stream.
record FailedBatches(
        MappingSpec mapping,
        FunctionSpec function,
        String shard,
        String streamArn,
        QueueSender queues,
        Buckets buckets,
        InstantSource clock)
        implements Delivery.GivenUp {
    private static final System.Logger LOG = System.getLogger("dev.millrace.local");
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @Override
    public void accept(
            List<StreamRecord> records,
            String requestId,
            String condition,
            int attempts,
            boolean error) {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} gave up {1} record(s) of {2}: {3}",
                function.name(),
                records.size(),
                mapping.table(),
                condition);
        mapping.onFailure()
                .ifPresent(destination -> {
                    var record = describe(records, requestId, condition, attempts, error);
                    switch (destination) {
                        case ToQueue(var queue) -> queues.send(queue, Json.write(record));
                        case ToBucket(var bucket) ->
                                buckets.put(
                                        bucket,
                                        key(),
                                        Json.write(
                                                record.put(
                                                        "payload", StreamRecord.event(records))));
                    }
                });
    }

    private ObjectNode describe(
            List<StreamRecord> records,
            String requestId,
            String condition,
            int attempts,
            boolean error) {
        var described = Json.object();
        described
                .putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", function.arn())
                .put("condition", condition)
                .put("approximateInvokeCount", attempts);
        if (attempts > 0) {
            var response =
                    described
                            .putObject("responseContext")
                            .put("statusCode", 200)
                            .put("executedVersion", "$LATEST");
            if (error) {
                response.put("functionError", "Unhandled");
            }
        }
        described.put("version", "1.0");
        described.put("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        described
                .putObject("DDBStreamBatchInfo")
                .put("shardId", shard)
                .put("startSequenceNumber", records.getFirst().sequence())
                .put("endSequenceNumber", records.getLast().sequence())
                .put("approximateArrivalOfFirstRecord", records.getFirst().at().toString())
                .put("approximateArrivalOfLastRecord", records.getLast().at().toString())
                .put("batchSize", records.size())
                .put("streamArn", streamArn);
        return described;
    }

    private String key() {
        var now = clock.instant();
        return "aws/lambda/%s/%s/%s/%s-%s"
                .formatted(
                        mapping.id(),
                        shard,
                        FOLDER.format(now),
                        NAME.format(now),
                        UUID.randomUUID());
    }
}
