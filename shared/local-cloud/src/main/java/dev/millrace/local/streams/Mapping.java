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

/// One mapping at work: looks what shards there are, and has each read by a reader of its own, a
/// parent to its end before its children.
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

    /// What is written after this returns is read.
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

    /// Not read to its end yet, and no parent that is still to be read.
    private boolean ready(Shard shard, List<Shard> all) {
        return !(checkpoints.of(shard.shardId()) instanceof Position.Ended)
                && all.stream()
                        .filter(other -> other.shardId().equals(shard.parentShardId()))
                        .allMatch(parent ->
                                checkpoints.of(parent.shardId()) instanceof Position.Ended);
    }

    /// A mapping that is new and wants only what comes from now on passes over what is there.
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

    /// Nothing is begun any more; the readers end with what they are at.
    void stop() {
        shardsChanged.close();
    }

    void join(Duration patience) throws InterruptedException {
        for (var thread : threads) {
            thread.join(patience);
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

    /// What nobody foresaw is printed and the work begun again, from where its checkpoint says: a
    /// mapping never just stops.
    private void keepAt(Work work) {
        try {
            while (!shardsChanged.closed()) {
                try {
                    work.run();
                    return;
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "mapping " + spec.id() + " begins again", e);
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
