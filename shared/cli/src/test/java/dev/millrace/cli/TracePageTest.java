package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TracePageTest {
    private static final String HOSTILE =
            "</title></style><script>alert(1)</script>\"' onload=x &amp; ${style} $1 \u0000\u001b\u202e";
    private static final Set<String> NOT_FREE = Set.of("at", "now");

    @Test
    void the_reasons_of_the_state_come_first_with_commands_for_this_deployment() {
        var page = page(ParcelTrace.json(), " --stack prod");

        assertThat(page)
                .contains("<title>Parcel p1: ON_ITS_WAY</title>")
                .contains("2026-03-01T12:00:10.500Z</time>")
                .contains("./millrace redrive announcement Parcel#p1/2 --stack prod</code>")
                .containsSubsequence("It is on its way.", "PostParcel", "parcel-view", "Rejections")
                .containsSubsequence("Rejections are only in the logs", "filter outcome</pre>");
    }

    @Test
    void only_the_command_at_the_end_of_a_sentence_gets_the_options() {
        var trace = ParcelTrace.json();
        trace.putArray("why")
                .add("It failed (./millrace x). Mend it: ./millrace redrive labels p1");
        trace.putArray("commands").add("./millrace redrive labels p1");

        assertThat(page(trace, " --stack prod"))
                .contains(
                        "<li>It failed (./millrace x). Mend it: <code class=\"command\">"
                                + "./millrace redrive labels p1 --stack prod</code></li>");
    }

    @Test
    void each_entry_is_a_row_in_the_column_of_its_lane() {
        var page = page(ParcelTrace.json(), "");

        assertThat(page)
                .contains("<div class=\"grid of8\">", ".of8 { --lanes: 8 }")
                .contains(".lane0 .card { grid-column: 2 }", ".lane7 .card { grid-column: 9 }")
                .containsSubsequence(
                        "<li id=\"e0\" class=\"lane0 done\">",
                        "<li id=\"e1\" class=\"lane1 done\">",
                        "<b class=\"seconds\">0.319 s</b> <time>2026-03-01T12:00:00.319Z</time>",
                        "<li id=\"e6\" class=\"lane5 parked\">",
                        "<p class=\"detail\">no bus</p>",
                        "<p class=\"status\">parked, <time class=\"distance\""
                                + " datetime=\"2026-03-01T12:00:01Z\">9 s ago</time></p>",
                        "<li id=\"e8\" class=\"lane7 pending\">",
                        "<p class=\"status\">pending</p>");
    }

    @Test
    void the_next_entry_is_named_with_its_time_for_people_and_machines() {
        assertThat(page(ParcelTrace.json(), ""))
                .contains(
                        "<time class=\"now\" datetime=\"2026-03-01T12:00:10.500Z\">",
                        "<p class=\"next\">next: <a href=\"#e9\">reminder: wakes</a> <time class=\"distance due\""
                                + " datetime=\"2026-03-01T15:00:00Z\">in 2 h</time></p>");
    }

    @Test
    void a_cause_is_named_and_linked() {
        assertThat(page(ParcelTrace.json(), ""))
                .contains(
                        "because of <a href=\"#e1\">Parcel: ParcelPosted</a>,"
                                + " <a href=\"#e3\">outside: ParcelScanned s1</a>,"
                                + " <a href=\"#e2\">routes: found one</a></p>");
    }

    @Test
    void it_shows_what_the_text_shows() {
        var page = page(ParcelTrace.json(), "");
        try (var lambda = StubLambda.always(ParcelTrace.TEXT)) {
            var text = Ran.on(lambda, "trace", "p1").out();
            for (var entry : Trace.of(ParcelTrace.json()).entries()) {
                assertThat(text).contains(entry.name(), entry.detail());
                assertThat(page).contains(entry.lane(), entry.text(), entry.detail());
            }
        }
    }

    @Test
    void untrusted_text_is_shown_and_not_run() {
        var page = page(hostile(ParcelTrace.json()), HOSTILE);

        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(page)
                .doesNotContain("<script>alert")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
        assertThat(Pattern.compile("<style>").matcher(page).results()).hasSize(1);
        assertThat(Pattern.compile("</?script").matcher(page).results()).hasSize(2);
    }

    @Test
    void its_policy_allows_only_its_own_script_and_style() throws Exception {
        var page = page(ParcelTrace.json(), "");

        assertThat(page)
                .contains(
                        "default-src 'none'; style-src '%s'; script-src '%s';"
                                .formatted(
                                        hash(between("<style>", "</style>", page)),
                                        hash(between("<script>", "</script>", page))))
                .doesNotContain("://", " src=", " style=", "@import", "url(")
                .doesNotContainPattern("href=\"[^#]")
                .doesNotContainPattern("\\son\\w+=");
    }

    @Test
    void a_trace_without_entries_and_facts_has_a_page() {
        var trace = ParcelTrace.json();
        trace.putArray("entries");
        trace.putArray("facts");

        assertThat(page(trace, "")).contains("It is on its way.", "grid of0");
    }

    /// Appends hostile text to every text of a trace, except the words of the protocol.
    private static ObjectNode hostile(ObjectNode trace) {
        for (var field : trace.properties()) {
            var isStatus = field.getKey().equals("status") && trace.has("lane");
            if (!isStatus && !NOT_FREE.contains(field.getKey())) {
                field.setValue(hostile(field.getValue()));
            }
        }
        return trace;
    }

    private static JsonNode hostile(JsonNode node) {
        if (node instanceof ObjectNode object) return hostile(object);
        if (node instanceof ArrayNode array) {
            for (var index = 0; index < array.size(); index++) {
                array.set(index, hostile(array.get(index)));
            }
            return array;
        }
        return TextNode.valueOf(node.asText() + HOSTILE);
    }

    private static String page(JsonNode trace, String options) {
        return new TracePage(Trace.of(trace), options).html();
    }

    private static String between(String begin, String end, String page) {
        var from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf(end, from));
    }

    private static String hash(String text) throws Exception {
        var digest =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
