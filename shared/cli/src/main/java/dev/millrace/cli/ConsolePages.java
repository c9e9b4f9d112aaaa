package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.Listing;
import dev.millrace.cli.OperationsClient.RedriveResult;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The contents of the console's pages. A mistake of the user, or of the deployment, is a line on
/// the page.
final class ConsolePages {
    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    ConsolePages.class.getClassLoader(),
                    ConsolePages.class.getPackageName());

    private final OperationsClient operations;
    private final Site site;
    private final InstantSource clock;

    /// The header of every page.
    ///
    /// @param deployment the stack with its account and region, or the local cloud
    /// @param options what to add to a command that the reader is told to run
    /// @param caller on whose behalf the console calls
    /// @param refresh how often a page looks again
    record Site(
            String deployment, String options, String caller, boolean readOnly, Duration refresh) {}

    ConsolePages(OperationsClient operations, Site site, InstantSource clock) {
        this.operations = operations;
        this.site = site;
        this.clock = clock;
    }

    /// How many calls were made, in words.
    String calls() {
        return operations.budget().toString();
    }

    /// A page without contents.
    String shell() {
        return render("shell.jte", Map.of("site", site));
    }

    /// The contents of a page; absent if there is no such page.
    @Nullable String show(String path, Map<String, String> query) {
        try {
            return switch (path) {
                case "/view/" -> overview();
                case "/view/parked" -> parked("");
                case "/view/entity" -> entity(query);
                default -> null;
            };
        } catch (UserMistake mistake) {
            return render("mistake.jte", Map.of("text", String.valueOf(mistake.getMessage())));
        }
    }

    /// Does what a button says, and answers the page after it; absent if there is no such button.
    @Nullable String act(String path, Map<String, String> form) {
        var process = form.getOrDefault("process", "");
        var instance = form.getOrDefault("instance", "");
        try {
            if (site.readOnly()) return parked("This console is read-only.");
            return switch (path) {
                case "/do/redrive" -> parked(told(operations.redrive(process, instance)));
                case "/do/skip" -> parked(skip(process, instance, form));
                default -> null;
            };
        } catch (UserMistake mistake) {
            return render("mistake.jte", Map.of("text", String.valueOf(mistake.getMessage())));
        }
    }

    private String skip(String process, String instance, Map<String, String> form) {
        var reason = form.getOrDefault("reason", "").strip();
        if (reason.isEmpty()) return "Nothing was dropped: say why it may be.";
        return told(operations.skip(process, instance, form.getOrDefault("what", ""), reason));
    }

    private static String told(RedriveResult result) {
        return switch (result) {
            case RedriveResult.Done() -> "Done: it goes on.";
            case RedriveResult.NotParked() -> "It was not parked any more.";
            case RedriveResult.StillParked(var parked) -> "Still parked: " + parked.error();
        };
    }

    private String overview() {
        var due = DueList.of(operations.due());
        var listing = Listing.of(operations.parked(null));
        return render(
                "overview.jte", Map.of("due", due, "listing", listing, "now", clock.instant()));
    }

    private String parked(String message) {
        var values = new HashMap<String, Object>();
        values.put("site", site);
        values.put("listing", Listing.of(operations.parked(null)));
        values.put("now", clock.instant());
        values.put("message", message);
        return render("parked.jte", values);
    }

    private String entity(Map<String, String> query) {
        var type = query.getOrDefault("type", "").strip();
        var id = query.getOrDefault("id", "").strip();
        if (id.isEmpty()) throw new UserMistake("say which one: its id is missing");
        var answer = operations.trace(new EntityName(type.isEmpty() ? null : type, id));
        return render("trace.jte", Map.of("grid", new TraceGrid(Trace.of(answer), site.options())));
    }

    static String render(String template, Map<String, Object> values) {
        var page = new StringOutput();
        ENGINE.render(template, values, page);
        return page.toString();
    }
}
