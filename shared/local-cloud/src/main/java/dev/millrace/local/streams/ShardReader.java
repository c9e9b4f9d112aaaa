package dev.millrace.local.streams;

import dev.millrace.local.Signal;
import dev.millrace.local.streams.Stream.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// Reads one shard for one mapping, from its checkpoint to its end.
final class ShardReader {
    private static final System.Logger LOG = System.getLogger("dev.millrace.local");

    /// The longest time between two reads, in case a write sent no signal. Lambda polls four times
    /// a second (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html).
    private static final Duration IDLE = Duration.ofMillis(250);

    private final String shard;
    private final MappingSpec mapping;
    private final Stream stream;
    private final Checkpoints checkpoints;
    private final Delivery delivery;
    private final Signal written;
    private final Backlog backlog;

    ShardReader(
            String shard,
            MappingSpec mapping,
            Stream stream,
            Checkpoints checkpoints,
            Delivery delivery,
            Signal written,
            Backlog backlog) {
        this.shard = shard;
        this.mapping = mapping;
        this.stream = stream;
        this.checkpoints = checkpoints;
        this.delivery = delivery;
        this.written = written;
        this.backlog = backlog;
    }

    /// Returns at the end of the shard, or when the local cloud closes.
    void run() throws InterruptedException {
        Optional<String> iterator = Optional.empty();
        while (!written.closed()) {
            var seen = written.count();
            try {
                var from =
                        iterator.orElseGet(() -> stream.iterator(shard, checkpoints.last(shard)));
                var page = gather(stream.read(from, mapping.batchSize()));
                process(page.records());
                if (written.closed()) {
                    return;
                }
                if (page.next().isEmpty()) {
                    checkpoints.ended(shard);
                    return;
                }
                iterator = page.next();
                if (page.records().isEmpty()) {
                    written.await(seen, IDLE);
                }
            } catch (DynamoDbException e) {
                // A trimmed record or a stale iterator: read again after the last passed record.
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "{0} {1}: {2}",
                        mapping.id(),
                        shard,
                        e.getMessage());
                iterator = Optional.empty();
                if (stream.shards().stream().noneMatch(s -> s.shardId().equals(shard))) {
                    checkpoints.ended(shard);
                    return;
                }
                written.pause(Duration.ofMillis(50));
            }
        }
    }

    /// After a first record, waits for more within the batching window.
    private Page gather(Page first) throws InterruptedException {
        if (mapping.window().isZero() || first.records().isEmpty()) {
            return first;
        }
        var until = System.nanoTime() + mapping.window().toNanos();
        var records = new ArrayList<>(first.records());
        var next = first.next();
        while (records.size() < mapping.batchSize() && next.isPresent() && !written.closed()) {
            var left = until - System.nanoTime();
            if (left <= 0) {
                break;
            }
            var seen = written.count();
            var page = stream.read(next.get(), mapping.batchSize() - records.size());
            records.addAll(page.records());
            next = page.next();
            if (page.records().isEmpty()) {
                written.await(seen, Duration.ofNanos(left));
            }
        }
        return new Page(records, next);
    }

    private void process(List<StreamRecord> records) throws InterruptedException {
        if (records.isEmpty()) {
            return;
        }
        var wanted = records.stream().filter(mapping.filter()::passes).toList();
        backlog.read(mapping, shard, records, wanted.size());
        delivery.deliver(wanted);
        backlog.handled(mapping, shard);
        var last = records.getLast();
        if (!written.closed() && (wanted.isEmpty() || !wanted.getLast().equals(last))) {
            checkpoints.passed(shard, last.sequence());
        }
    }
}
