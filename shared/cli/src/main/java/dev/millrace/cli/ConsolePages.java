package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.Listing;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Renders the contents of the console's pages. A [UserMistake] is shown as a line on the page.
final class ConsolePages {
    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    ConsolePages.class.getClassLoader(),
                    ConsolePages.class.getPackageName());

    private final OperationsClient operations;
    private final Readers readers;
    private final Site site;
    private final ParkedPages parked;
    private final EntityPages entities;
    private final InstantSource clock;
    private final @Nullable PlayPage play;

    /// The header of every page.
    ///
    /// @param deployment the stack with its account and region, or the local cloud
    /// @param options the deployment's options, to append to each command that a page suggests
    /// @param caller the identity under which the console calls the service
    record Site(
            String deployment, String options, String caller, boolean isOnAws, boolean readOnly) {
        /// How often a page reloads its contents.
        Duration refresh() {
            return Duration.ofSeconds(isOnAws ? 10 : 2);
        }
    }

    /// @param play the page Play of a local cloud in this JVM; null without one
    ConsolePages(
            OperationsClient operations,
            Readers readers,
            Site site,
            InstantSource clock,
            @Nullable PlayPage play) {
        this.operations = operations;
        this.readers = readers;
        this.site = site;
        this.parked = new ParkedPages(operations, site, clock);
        this.entities = new EntityPages(operations, site);
        this.clock = clock;
        this.play = play;
    }

    /// How many calls were made, in words.
    String calls() {
        return operations.budget().toString();
    }

    /// A page without contents.
    String shell() {
        return render("shell.jte", Map.of("site", site, "play", play != null));
    }

    /// The contents of a page, or of a part of one; null if there is no such page.
    @Nullable String show(String path, Map<String, String> query) {
        try {
            return switch (path) {
                case "/view/" -> overview();
                case "/view/parked" -> parked.show("");
                case "/view/entity" -> entities.entity(query);
                case "/view/instances" -> entities.instances(query);
                case "/view/commits" -> entities.commits(query);
                case "/view/client" -> entities.ofClient(query);
                default -> play == null ? null : play.show(path, query);
            };
        } catch (UserMistake mistake) {
            return mistake("", mistake);
        }
    }

    /// Performs the action of a button, and returns the page after it; null if there is no such
    /// button.
    @Nullable String act(String path, Map<String, String> form) {
        var message = "";
        try {
            if (site.readOnly()) return parked.show("This console is read-only.");
            var done = parked.act(path, form);
            if (done == null) return play == null ? null : play.act(path, form);
            message = done + " ";
            return parked.show(done);
        } catch (UserMistake mistake) {
            return mistake(message, mistake);
        }
    }

    private static String mistake(String before, UserMistake mistake) {
        var isRenewable = mistake instanceof CredentialsMistake own && own.isRenewable();
        var after = isRenewable ? ". This page then continues by itself." : "";
        return render("mistake.jte", Map.of("text", before + mistake.getMessage() + after));
    }

    private String overview() {
        var due = DueList.of(operations.due());
        var listing = Listing.of(operations.parked(null));
        var page =
                render(
                        "overview.jte",
                        Map.of(
                                "due",
                                due,
                                "listing",
                                listing,
                                "readers",
                                readers.behind(),
                                "now",
                                clock.instant()));
        return play == null ? page : page + play.feed().page();
    }

    static String render(String template, Map<String, Object> values) {
        var page = new StringOutput();
        ENGINE.render(template, values, page);
        return page.toString();
    }
}
