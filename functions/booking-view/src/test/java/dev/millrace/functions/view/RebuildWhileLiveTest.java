package dev.millrace.functions.view;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.BookingEvent;
import dev.millrace.eventsourcing.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A rebuild makes the same rows as the stream, even if rows were deleted or corrupted, and also
/// while the stream goes on.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RebuildWhileLiveTest {
    private static final int BOOKINGS = 300;
    private static final int SEGMENTS = 4;

    @RegisterExtension private final RebuildStage stage = new RebuildStage();

    @Test
    void deleted_and_corrupted_rows_are_rebuilt() throws Exception {
        var ids = IntStream.range(0, BOOKINGS).mapToObj(stage::booking).toList();
        ids.forEach(id -> stage.stream().handle(id, stage.journal().read(id, 0)));
        var streamed = stage.rows();
        for (var n = 0; n < BOOKINGS; n++) spoil(ids.get(n), n);
        assertThat(stage.rows()).doesNotContainAnyElementsOf(streamed);

        var calls = rebuildAll();

        assertThat(stage.rows()).isEqualTo(streamed);
        assertThat(calls).allMatch(count -> count > 3);
        assertThat(stage.rebuild(0, 1)).containsEntry("written", 0);
    }

    /// Every booking gets commits while it is rebuilt. The timing is left to chance here: the tests
    /// of the view cover the worst moments.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void rows_are_rebuilt_while_the_stream_goes_on(int round) throws Exception {
        var ids = IntStream.range(0, BOOKINGS).mapToObj(n -> stage.booking(7 * n)).toList();
        ids.forEach(id -> stage.stream().handle(id, stage.journal().read(id, 0)));
        for (var n = 0; n < BOOKINGS; n++) spoil(ids.get(n), n + round);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var live = threads.submit(() -> liveOn(ids));
            var rebuilds = threads.submit(this::rebuildAll);
            rebuilds.get();
            for (var commit : live.get()) stage.stream().handle(commit.entityId(), List.of(commit));
        }

        for (var id : ids) {
            var row = stage.table().load(id);
            assertThat(row == null ? 0 : row.version()).as(id).isEqualTo(3);
        }
        var rows = stage.rows();
        ids.forEach(stage::remove);
        ids.forEach(id -> stage.stream().handle(id, stage.journal().read(id, 0)));
        assertThat(rows).isEqualTo(stage.rows());
    }

    /// Confirms and settles every booking, and delivers its records at once. Records that fail are
    /// delivered again.
    ///
    /// @return the records that still fail
    private List<Commit<BookingEvent>> liveOn(List<String> ids) {
        var failed = new ArrayList<Commit<BookingEvent>>();
        for (var id : ids) {
            stage.history().confirmed(id, stage.deadline(), "49.90");
            stage.history().paid(id, "payment of " + id, "49.90");
            for (var commit : stage.journal().read(id, 1)) if (!taken(commit)) failed.add(commit);
            failed.removeIf(this::taken);
        }
        return failed;
    }

    private boolean taken(Commit<BookingEvent> commit) {
        try {
            stage.stream().handle(commit.entityId(), List.of(commit));
            return true;
        } catch (IllegalArgumentException | IllegalStateException spoilt) {
            return false;
        }
    }

    /// Rebuilds all segments in parallel, in small pages and short calls.
    private List<Integer> rebuildAll() throws InterruptedException {
        var segments =
                IntStream.range(0, SEGMENTS)
                        .<Callable<Integer>>mapToObj(
                                segment -> () -> stage.rebuildToTheEnd(segment, SEGMENTS, 10, 3))
                        .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(segments).stream().map(Future::resultNow).toList();
        }
    }

    /// Deletes or corrupts a row in one of six ways.
    private void spoil(String id, int how) {
        switch (how % 6) {
            case 0 -> stage.remove(id);
            case 1 -> stage.change(id, item -> item.put("row", fromS("garbled")));
            case 2 -> stage.change(id, item -> item.put("version", fromN("0")));
            case 3 -> stage.change(id, item -> item.put("version", fromS("garbled")));
            case 4 -> stage.change(id, item -> item.put("clientId", fromS("nobody")));
            case 5 ->
                    stage.change(
                            id,
                            item ->
                                    item.computeIfPresent(
                                            "row",
                                            (_, row) ->
                                                    fromS(row.s().replace("\"ada\"", "\"eve\""))));
            default -> throw new IllegalStateException();
        }
    }
}
