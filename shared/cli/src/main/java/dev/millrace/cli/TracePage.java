package dev.millrace.cli;

import static dev.millrace.cli.Markup.tag;
import static java.time.temporal.ChronoUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A booking's trace as one HTML page that needs nothing else: not the net, not a server. It loads
/// nothing and runs only its own script, whatever the trace says.
///
/// @param options what to add to a command that the reader is told to run
record TracePage(JsonNode trace, String options) {
    private static final Pattern HOLE = Pattern.compile("\\$\\{([a-z]+)}");
    private static final int MOST_SENTENCES = 6;
    private static final String COMMAND = "./millrace ";

    String html() {
        var lanes = Lanes.of(trace);
        var style = resource("trace.css");
        var script = resource("trace.js");
        var sentences = trace.path("why").valueStream().map(JsonNode::asText).toList();
        var holes =
                Map.ofEntries(
                        Map.entry("style", new Markup(style)),
                        Map.entry("stylehash", new Markup(hash(style))),
                        Map.entry("script", new Markup(script)),
                        Map.entry("scripthash", new Markup(hash(script))),
                        Map.entry("booking", Markup.text(text("booking"))),
                        Map.entry("status", Markup.text(text("status"))),
                        Map.entry("look", new Markup(look())),
                        Map.entry("client", client()),
                        Map.entry("now", Markup.text(now())),
                        Map.entry("lead", lead(sentences)),
                        Map.entry("more", more(sentences)),
                        Map.entry("picture", picture(lanes)),
                        Map.entry("facts", facts()),
                        Map.entry("table", new FactsTable(lanes).markup()),
                        Map.entry("refusals", Markup.text(text("refusals"))));
        return HOLE.matcher(resource("trace.html"))
                .replaceAll(hole ->
                        Matcher.quoteReplacement(
                                Objects.requireNonNull(holes.get(hole.group(1)), hole.group(1))
                                        .source()));
    }

    private String now() {
        return Moment.instant(text("now"))
                .map(now -> now.truncatedTo(SECONDS).toString())
                .orElse(text("now"));
    }

    private String look() {
        if (!trace.path("parked").isEmpty() || !trace.path("skipped").isEmpty()) return "warning";
        return switch (text("status")) {
            case "SETTLED" -> "good";
            case "AWAITING_CONFIRMATION", "CONFIRMED" -> "open";
            default -> "over";
        };
    }

    private Markup client() {
        if (!trace.hasNonNull("client")) return Markup.NONE;
        return tag("span").holding("of client " + text("client"));
    }

    private Markup lead(List<String> sentences) {
        return sentences.isEmpty() ? Markup.NONE : sentence("p", sentences.getFirst());
    }

    private Markup more(List<String> sentences) {
        var items = sentences.stream().skip(1).map(one -> sentence("li", one)).toList();
        if (items.size() <= MOST_SENTENCES) return tag("ul").holding(items);
        var rest = items.subList(MOST_SENTENCES - 1, items.size());
        return Markup.all(
                List.of(
                        tag("ul").holding(items.subList(0, MOST_SENTENCES - 1)),
                        tag("details")
                                .holding(
                                        tag("summary")
                                                .holding("and %d more".formatted(rest.size())),
                                        tag("ul").holding(rest))));
    }

    /// A command stands at the end of its sentence.
    private Markup sentence(String tag, String sentence) {
        var command = sentence.indexOf(COMMAND);
        if (command < 0) return tag(tag).holding(sentence);
        return tag(tag).holding(
                        Markup.text(sentence.substring(0, command)),
                        tag("code").holding(sentence.substring(command) + options));
    }

    private static Markup picture(Lanes lanes) {
        if (lanes.marks().isEmpty()) {
            return tag("p").holding("Nothing of it can be seen, so there is nothing to draw.");
        }
        var wide = new WidePicture(lanes);
        return Markup.all(
                List.of(
                        tag("div")
                                .styled("wide")
                                .with("tabindex", 0)
                                .holding(wide.names(), wide.life()),
                        tag("div").styled("narrow").holding(new NarrowPicture(lanes).life())));
    }

    private Markup facts() {
        return Markup.all(
                new TraceFacts(trace)
                        .all().stream()
                                .map(fact ->
                                        Markup.all(
                                                List.of(
                                                        tag("dt").holding(fact.name()),
                                                        tag("dd").holding(fact.inWords()))))
                                .toList());
    }

    private String text(String field) {
        return trace.path(field).asText();
    }

    private static String resource(String name) {
        try (var in = TracePage.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// As a Content-Security-Policy names the one script or style that it lets through.
    private static String hash(String text) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException(none); // every Java has it
        }
    }
}
