package dev.millrace.local.streams;

import dev.millrace.local.Signal;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.store.Buckets;
import dev.millrace.local.store.Engine;
import dev.millrace.local.store.LocalStore;
import dev.millrace.local.store.QueueSender;
import dev.millrace.local.template.Place;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs all event source mappings of the template.
public final class Streams {
    private final Engine engine;
    private final LocalStore localStore;
    private final Functions functions;
    private final QueueSender queues;
    private final Buckets buckets;
    private final Place place;
    private final InstantSource clock;
    private final Backlog backlog;
    private final Map<String, Signal> written = new HashMap<>();
    private final List<Mapping> mappings = new ArrayList<>();

    public Streams(
            Engine engine,
            LocalStore localStore,
            Functions functions,
            QueueSender queues,
            Buckets buckets,
            Place place,
            InstantSource clock) {
        this.engine = engine;
        this.localStore = localStore;
        this.functions = functions;
        this.queues = queues;
        this.buckets = buckets;
        this.place = place;
        this.clock = clock;
        this.backlog = new Backlog(clock);
    }

    /// The records that the mappings have read and not yet handled.
    public Backlog backlog() {
        return backlog;
    }

    public void start(List<MappingSpec> specs) {
        specs.forEach(spec -> written.putIfAbsent(spec.table(), new Signal()));
        specs.forEach(spec -> mappings.add(mapping(spec)));
        mappings.forEach(Mapping::start);
    }

    /// Wakes the stream readers of these tables. No table means that the written tables are
    /// unknown, and wakes all readers.
    public void wake(Collection<String> tables) {
        for (var table : tables.isEmpty() ? written.keySet() : tables) {
            var signal = written.get(table);
            if (signal != null) {
                signal.send();
            }
        }
    }

    private Mapping mapping(MappingSpec spec) {
        var stream = new Stream(engine, spec.table(), place, clock);
        var checkpoints = new Checkpoints(localStore, spec.id());
        var signal = written.getOrDefault(spec.table(), new Signal());
        var function = functions.get(spec.function());
        return new Mapping(
                spec,
                stream,
                checkpoints,
                shard -> {
                    var failed =
                            new FailedBatches(
                                    spec,
                                    function.spec(),
                                    shard,
                                    stream.arn(),
                                    queues,
                                    buckets,
                                    clock);
                    var delivery =
                            new Delivery(
                                    spec,
                                    function,
                                    failed,
                                    signal,
                                    clock,
                                    record -> checkpoints.passed(shard, record.sequence()));
                    return new ShardReader(
                            shard, spec, stream, checkpoints, delivery, signal, backlog);
                });
    }

    /// Starts no more invocations. Those under way run to their end.
    public void stop() {
        mappings.forEach(Mapping::stop);
        written.values().forEach(Signal::close);
    }

    /// Waits for the readers to end, for `timeout` at most for each.
    public void join(Duration timeout) throws InterruptedException {
        for (var mapping : mappings) {
            mapping.join(timeout);
        }
    }
}
