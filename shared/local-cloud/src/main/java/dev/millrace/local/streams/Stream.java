package dev.millrace.local.streams;

import dev.millrace.local.store.Engine;
import dev.millrace.local.template.Place;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;

/// Reads the stream of one table.
final class Stream {
    private final DynamoDbStreamsClient streams;
    private final String engineArn;
    private final String arn;
    private final String region;
    private final InstantSource clock;

    Stream(Engine engine, String table, Place place, InstantSource clock) {
        this.streams = engine.streams();
        var described = engine.tables().describeTable(b -> b.tableName(table)).table();
        this.engineArn = described.latestStreamArn();
        this.arn =
                place.arn(
                        "dynamodb", "table/" + table + "/stream/" + described.latestStreamLabel());
        this.region = place.region();
        this.clock = clock;
    }

    /// The ARN in a function's event. The engine's own ARN does not have the stack's region.
    String arn() {
        return arn;
    }

    List<Shard> shards() {
        var shards = new ArrayList<Shard>();
        Optional<String> after = Optional.empty();
        do {
            var start = after.orElse(null);
            var page =
                    streams.describeStream(b -> b.streamArn(engineArn).exclusiveStartShardId(start))
                            .streamDescription();
            shards.addAll(page.shards());
            after = Optional.ofNullable(page.lastEvaluatedShardId());
        } while (after.isPresent());
        return shards;
    }

    /// An iterator that starts after a record, or at the oldest record of the shard. If the record
    /// was trimmed since, it starts at the oldest. The trimmed record is not missed.
    String iterator(String shard, Optional<String> after) {
        if (after.isPresent()) {
            try {
                return iterator(shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, after);
            } catch (DynamoDbException e) {
                if (!trimmed(e)) {
                    throw e;
                }
                return iterator(shard, ShardIteratorType.TRIM_HORIZON, Optional.empty());
            }
        }
        return iterator(shard, ShardIteratorType.TRIM_HORIZON, Optional.empty());
    }

    private static boolean trimmed(DynamoDbException e) {
        return e instanceof TrimmedDataAccessException
                || (e instanceof DynamoDBLocalServiceException local
                        && "TrimmedDataAccessException".equals(local.getErrorCode()));
    }

    private String iterator(String shard, ShardIteratorType type, Optional<String> sequence) {
        return streams.getShardIterator(b ->
                        b.streamArn(engineArn)
                                .shardId(shard)
                                .shardIteratorType(type)
                                .sequenceNumber(sequence.orElse(null)))
                .shardIterator();
    }

    /// Reads a page: its records, and the iterator of the next page. No next page means that the
    /// shard has ended.
    Page read(String iterator, int limit) {
        GetRecordsResponse response =
                streams.getRecords(b -> b.shardIterator(iterator).limit(Math.min(limit, 1000)));
        var records =
                response.records().stream()
                        .map(record -> StreamRecord.of(record, region, arn, clock.instant()))
                        .toList();
        return new Page(records, Optional.ofNullable(response.nextShardIterator()));
    }

    record Page(List<StreamRecord> records, Optional<String> next) {}
}
