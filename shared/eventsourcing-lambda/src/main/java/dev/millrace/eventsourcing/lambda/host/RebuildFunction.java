package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.dynamodb.JournalScan;
import dev.millrace.eventsourcing.lambda.Platform;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/// Rebuilds a view from the journal for an operator, part by part, while the stream goes on. A call
/// may be repeated: a correct row is not written again. `docs/operations-protocol.md` has its
/// requests.
///
/// It also lists the entities that have waited too long for a process.
public abstract class RebuildFunction<V, E> extends OperatorFunction {
    /// How many entities are rebuilt in parallel. A cold function opens a connection for each.
    private static final int AT_ONCE = 16;

    /// Commits per page. If each is the first of an entity, each thread rebuilds three entities in
    /// turn. An entity takes three calls, or one call and two for each of its rows. So the first
    /// page of a call ends in time.
    private static final int PAGE = 3 * AT_ONCE;

    private static final Map<String, List<String>> OPERATIONS =
            Map.of("size", List.of(), "rebuild", List.of("segment", "segments", "after"));

    private final Platform platform;
    private final ViewType<V, E> type;
    private final JournalScan scan;
    private final View<V, E> view;

    protected RebuildFunction(Platform platform, ViewType<V, E> type) {
        this(platform, type, PAGE);
    }

    protected RebuildFunction(Platform platform, ViewType<V, E> type, int pageSize) {
        this.platform = platform;
        this.type = type;
        this.scan =
                new JournalScan(
                        platform.clients().dynamoDb(),
                        platform.events(type.of()),
                        type.of(),
                        pageSize);
        this.view = platform.view(type);
    }

    /// @throws Outage if an outage ended the call, which may be repeated
    @Override
    final Map<String, Object> answer(Request request, Context context) {
        return request.operation(OPERATIONS).equals("size") ? size() : rebuild(request, context);
    }

    private Map<String, Object> size() {
        var size = Map.<String, Object>of("commits", scan.commits());
        platform.log().info("reported the journal's size", size);
        return size;
    }

    private Map<String, Object> rebuild(Request request, Context context) {
        var segment = Segment.of(request);
        var next = segment.after();
        var report = new RebuildReport<>(type, platform.clock().instant());
        try {
            do {
                var page = scan.page(segment.segment(), segment.segments(), next);
                report.read(page.commits());
                rebuild(page.entityIds(), report);
                next = page.next();
            } while (next != null && hasTime(context));
            platform.log().info("rebuilt rows of " + type.name(), report.counts());
            return report.answer(next);
        } catch (Outage outage) {
            platform.log()
                    .error("could not go on rebuilding " + type.name(), outage, report.counts());
            throw outage;
        }
    }

    private void rebuild(List<String> entities, RebuildReport<V> report) {
        var rebuilds =
                entities.stream()
                        .<Callable<List<Rebuilt<V>>>>map(id -> () -> view.rebuild(id))
                        .toList();
        var ended = platform.runtime().threads().runAll(AT_ONCE, rebuilds);
        for (var n = 0; n < ended.size(); n++) count(entities.get(n), ended.get(n), report);
    }

    private void count(String entityId, Future<List<Rebuilt<V>>> ended, RebuildReport<V> report) {
        if (ended.state() == Future.State.SUCCESS) {
            ended.resultNow().forEach(row -> report.rebuilt(entityId, row));
        } else if (ended.exceptionNow() instanceof Outage outage) throw outage;
        else report.failed(entityId, ended.exceptionNow());
    }
}
