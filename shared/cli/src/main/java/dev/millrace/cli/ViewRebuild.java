package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Folds every row of the booking view anew from the journal: the function `BookingViewRebuild`, on
/// the journal's segments side by side, each a page after the other.
final class ViewRebuild {
    private static final String FUNCTION = "BookingViewRebuild";
    private static final int SEGMENTS = 4;
    private static final JsonMapper JSON = new JsonMapper();

    private final Deployment deployment;
    private final Progress progress;
    private Result soFar = new Result(0, 0, 0, List.of(), List.of(), 0);
    private volatile boolean over;

    /// A booking whose row could not be folded.
    record Failed(String bookingId, String error) {}

    /// A booking that nobody has confirmed or denied yet.
    record Awaiting(String bookingId, String placedAt) {}

    /// @param commits how many were read
    /// @param bookings how many rows were folded from them
    /// @param written how many of those were not right before
    /// @param leftOut how many more failed, or await their confirmation, than are listed
    record Result(
            long commits,
            long bookings,
            long written,
            List<Failed> failed,
            List<Awaiting> awaiting,
            long leftOut) {

        private Result plus(JsonNode page) {
            var allFailed = new ArrayList<>(failed);
            for (var json : page.path("failed")) {
                allFailed.add(
                        new Failed(json.path("bookingId").asText(), json.path("error").asText()));
            }
            var allAwaiting = new ArrayList<>(awaiting);
            for (var json : page.path("awaiting")) {
                allAwaiting.add(
                        new Awaiting(
                                json.path("bookingId").asText(), json.path("placedAt").asText()));
            }
            return new Result(
                    commits + page.path("commits").asLong(),
                    bookings + page.path("bookings").asLong(),
                    written + page.path("written").asLong(),
                    allFailed,
                    allAwaiting,
                    leftOut
                            + page.path("failedLeftOut").asLong()
                            + page.path("awaitingLeftOut").asLong());
        }
    }

    ViewRebuild(Deployment deployment, Progress progress) {
        this.deployment = deployment;
        this.progress = progress;
    }

    /// Where one segment fails the others end with the page they are at. What they wrote is right:
    /// the next rebuild finds it so.
    Result run() throws InterruptedException {
        var size = deployment.call(FUNCTION, operation("size")).path("commits").asLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var segments = new ExecutorCompletionService<@Nullable Void>(threads);
            for (var number = 0; number < SEGMENTS; number++) {
                var segment = number;
                segments.submit(() -> rebuild(segment, size), null);
            }
            try {
                for (var ended = 0; ended < SEGMENTS; ended++) join(segments.take());
            } finally {
                over = true;
            }
        }
        progress.end(note());
        return soFar;
    }

    private void rebuild(int segment, long size) {
        @Nullable JsonNode after = null;
        do {
            var request = operation("rebuild").put("segment", segment).put("segments", SEGMENTS);
            if (after != null) request.set("after", after);
            var page = deployment.call(FUNCTION, request);
            add(page, size);
            after = page.hasNonNull("next") ? page.path("next") : null;
        } while (after != null && !over);
    }

    private synchronized void add(JsonNode page, long size) {
        soFar = soFar.plus(page);
        progress.at(soFar.commits(), size, note());
    }

    private String note() {
        return "%d commits, %d rows, %d rows/s"
                .formatted(soFar.commits(), soFar.bookings(), progress.perSecond(soFar.bookings()));
    }

    private static void join(Future<?> segment) throws InterruptedException {
        try {
            segment.get();
        } catch (ExecutionException broken) {
            if (broken.getCause() instanceof RuntimeException ours) throw ours;
            throw new IllegalStateException(broken);
        }
    }

    private static ObjectNode operation(String name) {
        return JSON.createObjectNode().put("operation", name);
    }
}
