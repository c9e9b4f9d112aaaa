package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.MILLIS;
import static java.util.stream.Collectors.joining;

import dev.millrace.cli.Trace.Entry;
import dev.millrace.cli.Trace.Fact;
import dev.millrace.cli.Trace.Sentence;
import dev.millrace.cli.Trace.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A trace as one HTML page: a grid with a column for each lane and a row for each entry. The page
/// loads nothing, and its policy lets nothing run but its own script, whatever the trace says.
final class TracePage {
    private static final Pattern HOLE = Pattern.compile("\\$\\{([a-z]+)}");

    private final Trace trace;
    private final String options;
    private final List<String> lanes;
    private final Map<String, Integer> rows = new HashMap<>();

    /// @param options what to add to a command that the reader is told to run
    TracePage(Trace trace, String options) {
        this.trace = trace;
        this.options = options;
        this.lanes = trace.entries().stream().map(Entry::lane).distinct().toList();
        for (var row = 0; row < trace.entries().size(); row++) {
            rows.putIfAbsent(trace.entries().get(row).id(), row);
        }
    }

    String html() {
        var style = resource("trace.css") + columns();
        var script = resource("trace.js");
        var holes =
                Map.ofEntries(
                        Map.entry("style", style),
                        Map.entry("stylehash", hash(style)),
                        Map.entry("script", script),
                        Map.entry("scripthash", hash(script)),
                        Map.entry("type", text(trace.type())),
                        Map.entry("entity", text(trace.entity())),
                        Map.entry("status", text(trace.status())),
                        Map.entry("now", time(trace.now())),
                        Map.entry("why", all(trace.why(), this::sentence)),
                        Map.entry("lanes", all(lanes, this::lane)),
                        Map.entry("entries", all(trace.entries(), this::entry)),
                        Map.entry("facts", all(trace.facts(), TracePage::fact)),
                        Map.entry("rejections", text(trace.rejections())));
        return HOLE.matcher(resource("trace.html"))
                .replaceAll(hole ->
                        Matcher.quoteReplacement(
                                Objects.requireNonNull(holes.get(hole.group(1)), hole.group(1))));
    }

    private String sentence(Sentence sentence) {
        var command = sentence.command(options);
        return "<li>%s%s</li>\n"
                .formatted(text(sentence.words()), element("code", "command", command));
    }

    private String lane(String lane) {
        return element("span", column(lane), lane);
    }

    private String entry(Entry entry) {
        var at = entry.at();
        return """
        <li id="e%s" class="%s %s"><p class="time">%s %s</p>
        <div class="card">%s%s%s%s%s</div></li>
        """
                .formatted(
                        row(entry.id()),
                        column(entry.lane()),
                        entry.status().word(),
                        element("b", "seconds", trace.seconds(entry)),
                        at == null ? "" : time(at),
                        element("p", "lane", entry.lane()),
                        element("p", "text", entry.text()),
                        element("p", "detail", entry.detail()),
                        element("p", "status", status(entry)),
                        causes(entry));
    }

    private String status(Entry entry) {
        var at = entry.at();
        if (entry.status() == Status.DONE) return "";
        return at == null
                ? entry.status().word()
                : entry.status().word() + ", " + Moment.distance(at, trace.now());
    }

    private String causes(Entry entry) {
        var links =
                entry.causes().stream()
                        .filter(rows::containsKey)
                        .map(cause -> trace.entries().get(row(cause)))
                        .map(cause ->
                                "<a href=\"#e%s\">%s</a>"
                                        .formatted(row(cause.id()), text(cause.name())))
                        .collect(joining(", "));
        return links.isEmpty() ? "" : "<p class=\"causes\">because of %s</p>".formatted(links);
    }

    private static String fact(Fact fact) {
        return "<dt>%s</dt><dd>%s</dd>\n".formatted(text(fact.name()), text(fact.text()));
    }

    private static String time(Instant at) {
        return "<time>%s</time>".formatted(at.truncatedTo(MILLIS));
    }

    private String column(String lane) {
        return "lane" + lanes.indexOf(lane);
    }

    /// The policy allows no style of a single element: each lane's column is a rule.
    private String columns() {
        var rules =
                IntStream.range(0, lanes.size())
                        .mapToObj(lane ->
                                ".lane%1$s > .card, span.lane%1$s { grid-column: %2$s }\n"
                                        .formatted(lane, lane + 2))
                        .collect(joining());
        return ":root { --lanes: %s }\n".formatted(lanes.size()) + rules;
    }

    private int row(String id) {
        return Objects.requireNonNull(rows.get(id));
    }

    /// Nothing where the text is empty.
    private static String element(String name, String style, String text) {
        if (text.isEmpty()) return "";
        return "<%1$s class=\"%2$s\">%3$s</%1$s>".formatted(name, style, text(text));
    }

    private static <T> String all(List<T> parts, Function<T, String> html) {
        return parts.stream().map(html).collect(joining());
    }

    private static String text(String text) {
        return Printable.seen(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (var in = TracePage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// As a Content-Security-Policy names the one script or style that it lets through.
    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException(none); // every Java has it
        }
    }
}
