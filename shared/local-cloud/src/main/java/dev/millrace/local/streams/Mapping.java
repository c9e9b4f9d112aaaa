package dev.millrace.local.streams;

import dev.millrace.local.Signal;
import dev.millrace.local.streams.Checkpoints.Position;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.Shard;

/// Runs one event source mapping. It lists the stream's shards and starts a reader for each. A
/// parent shard is read to its end before its children.
final class Mapping {
    private static final System.Logger LOG = System.getLogger("dev.millrace.local");
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final MappingSpec spec;
    private final Stream stream;
    private final Checkpoints checkpoints;
    private final Function<String, ShardReader> reader;
    private final Signal shardsChanged = new Signal();
    private final Set<String> begun = new HashSet<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Mapping(
            MappingSpec spec,
            Stream stream,
            Checkpoints checkpoints,
            Function<String, ShardReader> reader) {
        this.spec = spec;
        this.stream = stream;
        this.checkpoints = checkpoints;
        this.reader = reader;
    }

    /// Every record written after this returns is read.
    void start() {
        begin();
        fork("look for shards", this::look);
    }

    private void look() throws InterruptedException {
        while (!shardsChanged.closed()) {
            var seen = shardsChanged.count();
            var shards = stream.shards();
            for (var shard : shards) {
                if (ready(shard, shards) && begun.add(shard.shardId())) {
                    fork(shard.shardId(), () -> read(shard.shardId()));
                }
            }
            shardsChanged.await(seen, LOOK);
        }
    }

    private void read(String shard) throws InterruptedException {
        reader.apply(shard).run();
        shardsChanged.send();
    }

    /// Whether the shard is not read to its end and its parent is.
    private boolean ready(Shard shard, List<Shard> all) {
        return !(checkpoints.of(shard.shardId()) instanceof Position.Ended)
                && all.stream()
                        .filter(other -> other.shardId().equals(shard.parentShardId()))
                        .allMatch(parent ->
                                checkpoints.of(parent.shardId()) instanceof Position.Ended);
    }

    /// A new mapping with `StartingPosition: LATEST` skips the existing records.
    private void begin() {
        if (checkpoints.begun()) {
            return;
        }
        if (spec.fromLatest()) {
            stream.shards().forEach(this::skip);
        }
        checkpoints.begin();
    }

    private void skip(Shard shard) {
        Optional<String> iterator = Optional.of(stream.iterator(shard.shardId(), Optional.empty()));
        while (iterator.isPresent()) {
            var page = stream.read(iterator.get(), 1000);
            if (page.records().isEmpty()) {
                return;
            }
            checkpoints.passed(shard.shardId(), page.records().getLast().sequence());
            iterator = page.next();
        }
    }

    /// Starts no more readers. Each reader ends after its current batch.
    void stop() {
        shardsChanged.close();
    }

    void join(Duration timeout) throws InterruptedException {
        for (var thread : threads) {
            thread.join(timeout);
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void fork(String name, Work work) {
        var thread = Thread.ofVirtual().name(spec.id() + " " + name).unstarted(() -> keepAt(work));
        threads.add(thread);
        thread.start();
    }

    /// Logs an unexpected exception and restarts the work from its checkpoint, so that a mapping
    /// never stops silently.
    private void keepAt(Work work) {
        try {
            while (!shardsChanged.closed()) {
                try {
                    work.run();
                    return;
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "mapping " + spec.id() + " restarts", e);
                    shardsChanged.pause(LOOK);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }
}
