package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is known to have happened, and when: a column for each commit, and for all that was parked
/// or dropped.
record HappenedLanes(JsonNode trace, Sketch sketch) {

    /// @param key where it stands among the others: commits keep their order, whatever clocks say
    private record Scene(Instant key, Runnable drawing) {}

    void draw() {
        scenes().forEach(scene -> scene.drawing().run());
    }

    private List<Scene> scenes() {
        var commits = new CommitLanes(trace, sketch);
        var stuck = new StuckLanes(sketch);
        var scenes = new ArrayList<Scene>();
        var latest = Instant.MIN;
        for (var commit : trace.path("commits")) {
            var at = Moment.instant(commit.path("at").asText()).orElse(latest);
            if (at.isAfter(latest)) latest = at;
            scenes.add(new Scene(latest, () -> commits.draw(commit)));
        }
        for (var parked : trace.path("parked")) {
            var at = Moment.instant(parked.path("since").asText()).orElse(latest);
            scenes.add(new Scene(at, () -> stuck.parked(Parked.of(parked))));
        }
        for (var skipped : trace.path("skipped")) {
            var at = Moment.instant(skipped.path("at").asText()).orElse(latest);
            scenes.add(new Scene(at, () -> stuck.dropped(skipped)));
        }
        scenes.sort(Comparator.comparing(Scene::key)); // stable: a commit before what it led to
        return scenes;
    }
}
