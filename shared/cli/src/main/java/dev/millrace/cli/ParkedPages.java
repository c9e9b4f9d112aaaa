package dev.millrace.cli;

import dev.millrace.cli.ConsolePages.Site;
import dev.millrace.cli.OperationsClient.Listing;
import dev.millrace.cli.OperationsClient.RedriveResult;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Shows what is parked, and performs the actions of its buttons: redrive and skip.
record ParkedPages(OperationsClient operations, Site site, InstantSource clock) {
    /// @param message what was done; may be empty
    String show(String message) {
        var listing = Listing.of(operations.parked(null));
        return ConsolePages.render(
                "parked.jte",
                Map.of(
                        "site", site,
                        "listing", listing,
                        "now", clock.instant(),
                        "message", message));
    }

    /// Performs the action of a button, and returns its result in words; null if there is no such
    /// button.
    @Nullable String act(String path, Map<String, String> form) {
        var process = form.getOrDefault("process", "");
        var instance = form.getOrDefault("instance", "");
        return switch (path) {
            case "/do/redrive" -> told(operations.redrive(process, instance));
            case "/do/redrive-all" -> redriveAll(process);
            case "/do/skip" -> skip(process, instance, form);
            default -> null;
        };
    }

    private String redriveAll(String process) {
        try (var progress = Progress.on(new PrintWriter(Writer.nullWriter()), Duration.ofDays(1))) {
            var result = new Redrive(operations, process, progress).run();
            return Stream.concat(Stream.of(result.counts() + "."), result.rest().stream())
                    .collect(Collectors.joining(" "));
        }
    }

    private String skip(String process, String instance, Map<String, String> form) {
        var reason = form.getOrDefault("reason", "").strip();
        if (reason.isEmpty()) return "Nothing was dropped: give a reason.";
        return told(operations.skip(process, instance, form.getOrDefault("what", ""), reason));
    }

    private static String told(RedriveResult result) {
        return switch (result) {
            case RedriveResult.Done() -> "Done: it is no longer parked.";
            case RedriveResult.NotParked() -> "Nothing was done: it was no longer parked.";
            case RedriveResult.StillParked(var parked) -> "Still parked: " + parked.error();
        };
    }
}
