package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rebuilds all rows of a view from the journal. It calls the view's rebuild function for each page
/// of the journal, with the segments in parallel.
final class ViewRebuild {
    private static final int SEGMENTS = 4;
    private static final JsonMapper JSON = new JsonMapper();

    private final Deployment deployment;
    private final String function;
    private final Progress progress;
    private Result soFar = new Result(0, 0, 0, List.of(), List.of(), 0);

    /// An entity whose row could not be folded.
    record Failed(String entity, String error) {
        private static Failed of(JsonNode json) {
            return new Failed(json.path("entity").asText(), json.path("error").asText());
        }
    }

    /// An entity that waits longer than it should for a process.
    record Late(String entity, String since, String process) {
        private static Late of(JsonNode json) {
            return new Late(
                    json.path("entity").asText(),
                    json.path("since").asText(),
                    json.path("process").asText());
        }
    }

    /// @param commits how many were read
    /// @param rows how many were folded from them
    /// @param written how many of those rows were wrong before
    /// @param leftOut how many failed or late entities are not listed
    record Result(
            long commits,
            long rows,
            long written,
            List<Failed> failed,
            List<Late> late,
            long leftOut) {

        private Result plus(JsonNode page) {
            return new Result(
                    commits + page.path("commits").asLong(),
                    rows + page.path("rows").asLong(),
                    written + page.path("written").asLong(),
                    with(failed, page.path("failed"), Failed::of),
                    with(late, page.path("late"), Late::of),
                    leftOut
                            + page.path("failedLeftOut").asLong()
                            + page.path("lateLeftOut").asLong());
        }

        private static <T> List<T> with(List<T> list, JsonNode more, Function<JsonNode, T> read) {
            return Stream.concat(list.stream(), more.valueStream().map(read)).toList();
        }
    }

    /// @param view in kebab case, such as `parcel-view`: the function is `ParcelViewRebuild`
    ViewRebuild(Deployment deployment, String view, Progress progress) {
        this.deployment = deployment;
        this.function =
                Stream.of(view.split("-"))
                        .map(word ->
                                word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining("", "", "Rebuild"));
        this.progress = progress;
    }

    /// If a segment fails, the others stop after their current page. The rows that they wrote are
    /// right, and the next rebuild does not write them again.
    Result run() throws InterruptedException {
        var size = deployment.call(function, operation("size")).path("commits").asLong();
        Segments.run(SEGMENTS, (segment, after) -> rebuild(segment, after, size));
        progress.end(note());
        return soFar;
    }

    private @Nullable String rebuild(int segment, @Nullable String after, long size) {
        var request = operation("rebuild").put("segment", segment).put("segments", SEGMENTS);
        if (after != null) request.put("after", after);
        var page = deployment.call(function, request);
        add(page, size);
        return page.hasNonNull("next") ? page.path("next").asText() : null;
    }

    private synchronized void add(JsonNode page, long size) {
        soFar = soFar.plus(page);
        progress.at(soFar.commits(), size, note());
    }

    private String note() {
        return "%s commits, %s rows, %s rows/s"
                .formatted(soFar.commits(), soFar.rows(), progress.perSecond(soFar.rows()));
    }

    private static ObjectNode operation(String name) {
        return JSON.createObjectNode().put("operation", name);
    }
}
