package dev.millrace.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a view of a trace shows, in text or in HTML: every entry with its lane, text, detail and
/// status, why the entity is in its state, and the facts.
record ShownTrace(List<String> entries, List<String> why, List<String> facts) {
    private static final Pattern LINE =
            Pattern.compile("^ *(?:-?[0-9.]+ s)? +(\\S.*?)( \\[(\\w+)[^\\]]*\\])?$");
    private static final Pattern CAUSES = Pattern.compile(", also because of .*");

    static ShownTrace of(JsonNode json) {
        return new ShownTrace(
                json.path("entries")
                        .valueStream()
                        .map(one ->
                                entry(
                                        one.path("lane").asText(),
                                        one.path("text").asText(),
                                        one.path("detail").asText(),
                                        one.path("status").asText()))
                        .toList(),
                json.path("why").valueStream().map(one -> line(one.asText())).toList(),
                json.path("facts")
                        .valueStream()
                        .map(one ->
                                fact(one.path("name").asText() + " " + one.path("text").asText()))
                        .toList());
    }

    /// Sorted, because the tree of the text has another order.
    ShownTrace asText() {
        return new ShownTrace(entries.stream().sorted().toList(), why, facts);
    }

    static ShownTrace ofText(String text) {
        var blocks = text.split("\\R\\R");
        var tree = blocks[0].lines().skip(2).map(ShownTrace::ofLine).sorted().toList();
        var why = Stream.of(blocks).filter(block -> block.startsWith("Why ")).findFirst();
        return new ShownTrace(
                tree,
                why.orElse("").lines().skip(1).map(one -> sentence(one.substring(2))).toList(),
                blocks[1].lines().map(ShownTrace::fact).toList());
    }

    private static String ofLine(String line) {
        var match = LINE.matcher(line);
        if (!match.matches()) return "not an entry: " + line;
        var status = match.group(3) == null ? "done" : match.group(3);
        return line(CAUSES.matcher(match.group(1)).replaceFirst("") + " [" + status + "]");
    }

    static ShownTrace ofPage(String html) {
        return new ShownTrace(
                found("<li id=\"e\\d+\" class=\"lane\\d+ (\\w+)\">(.*?)</li>", html)
                        .map(ShownTrace::ofItem)
                        .toList(),
                found("<li>(.*?)</li>", part("<ul class=\"why\">(.*?)</ul>", html))
                        .map(one -> sentence(text(one.group(1))))
                        .toList(),
                found("<dt>(.*?)</dt><dd>(.*?)</dd>", html)
                        .map(one -> fact(text(one.group(1) + " " + one.group(2))))
                        .toList());
    }

    private static String ofItem(MatchResult item) {
        var html = item.group(2);
        var status = part("<p class=\"status\">(\\w+)", html);
        return entry(
                text(part("<p class=\"lane\">(.*?)</p>", html)),
                text(part("<p class=\"text\">(.*?)</p>", html)),
                text(part("<p class=\"detail\">(.*?)</p>", html)),
                status.isEmpty() ? item.group(1) : status);
    }

    private static String entry(String lane, String text, String detail, String status) {
        var inBrackets = detail.isEmpty() ? "" : " (" + detail + ")";
        return line(
                "%s: %s%s [%s]".formatted(lane, text, inBrackets, status.toLowerCase(Locale.ROOT)));
    }

    private static String fact(String words) {
        return line(words);
    }

    /// Without the options that point a command to the local cloud of the test.
    private static String sentence(String words) {
        return line(words.replaceFirst(" --endpoint-url \\S+$", ""));
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static Stream<MatchResult> found(String pattern, String html) {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(html).results();
    }

    private static String part(String pattern, String html) {
        return found(pattern, html).findFirst().map(one -> one.group(1)).orElse("");
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
