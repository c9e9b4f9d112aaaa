package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TracePageTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOSTILE =
            "</title></style><script>alert(1)</script>\"' onload=x &amp; ${style} $1 \u0000\u001b\u202e";
    private static final String TRACE =
            """
            {'booking':'b1','status':'CONFIRMED','client':'ada','now':'2026-03-01T23:50:10.123456Z',
             'commits':[
               {'seq':1,'at':'2026-03-01T23:50:00Z','by':'http PlaceBooking','events':['BookingPlaced'],'tells':[]},
               {'seq':2,'at':'2026-03-01T23:50:00.319Z','by':'reservation ConfirmBooking','causation':'b1/1/0',
                'events':['BookingConfirmed'],'tells':[{'process':'announcement','message':'BookingConfirmed'}]},
               {'seq':3,'at':'2026-03-01T23:50:01.5Z','by':'payment ReceivePayment','causation':'PaymentReceived/p1',
                'events':['A','B','C','D','E','F'],'tells':[]}],
             'processes':[
               {'process':'payment','instance':'b1','state':'p1 APPLIED','waiting':[{'id':'PaymentReceived/p3'}],
                'payments':[{'id':'p1','standing':'KEPT'},{'id':'p2','standing':'REFUNDED'}],
                'owed':[{'effect':'RefundRequested of p1','causation':'Booking#b1/3/0'}],
                'timers':[{'timer':'p1','at':'2026-03-02T03:00:00Z','causation':'PaymentReceived/p1'},
                          {'timer':'p9','at':'2026-03-02T04:00:00Z','causation':'PaymentReceived/p1'}]},
               {'process':'reminder','state':'waits','timers':[
                 {'timer':'half time','at':'2026-03-01T23:50:05Z','causation':'Booking#b1/2/0'}]}],
             'parked':[{'process':'announcement','instance':'Booking#b1/3','what':'Booking#b1/3','error':'no bus',
                        'attempts':3,'since':'2026-03-01T23:50:02Z','next':'2026-03-01T23:54:00Z'}],
             'skipped':[{'process':'reservation','what':'Booking#b1/1','reason':'called off','at':'2026-03-01T23:50:03Z'}],
             'seats':{'answer':'HELD','deadline':'2026-03-02T06:00:00Z'},'view':{'status':'CONFIRMED','behind':1},
             'why':['It is confirmed.','This helps: ./millrace redrive announcement Booking#b1/3'],
             'refusals':'filter outcome'}
            """;

    @Test
    void it_says_first_why_it_is_where_it_is_with_the_commands_that_help_here() {
        var page = page(json(TRACE), " --stack prod");

        assertThat(page)
                .contains("<title>Booking b1: CONFIRMED</title>")
                .contains("<p>It is confirmed.</p>")
                .contains("<code>./millrace redrive announcement Booking#b1/3 --stack prod</code>")
                .contains("<pre id=\"refusals\" tabindex=\"0\">filter outcome</pre>")
                .contains("as of 2026-03-01T23:50:10Z");
        assertThat(page.indexOf("It is confirmed.")).isLessThan(page.indexOf("<figure"));
    }

    @Test
    void the_axis_tells_real_times_the_new_day_and_how_long_it_took() {
        assertThat(page(json(TRACE), ""))
                .contains(">23:50:00.319<", ">319 ms<", ">1.2 s<", ">time not kept<", ">owed<")
                .contains(">overdue<", ">2026-03-02, in 3 h<", ">in 6 h<")
                .contains("not to scale");
    }

    @Test
    void the_table_has_everything_that_the_picture_has() {
        var page = page(json(TRACE), "");
        var table = page.substring(page.indexOf("<table"), page.indexOf("</table>"));

        for (var mark : Lanes.of(json(TRACE)).marks()) {
            assertThat(table).contains(Markup.text(mark.inWords()).source());
        }
        assertThat(table)
                .contains("2026-03-01 23:50:00.319", "reservation: ConfirmBooking")
                .contains("parked: Booking#b1/3, after 3 tries: no bus");
    }

    @Test
    void nothing_in_the_picture_overlaps() throws Exception {
        var picture = xml(svgs(page(json(TRACE), "")).get(1));
        var frame =
                new Rectangle2D.Double(0, 0, number(picture, "width"), number(picture, "height"));
        var chips = new ArrayList<Rectangle2D>();
        for (var node = picture.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element chip && chip.getTagName().equals("svg")) {
                chips.add(
                        new Rectangle2D.Double(
                                number(chip, "x"),
                                number(chip, "y"),
                                number(chip, "width"),
                                number(chip, "height")));
            }
        }

        assertThat(chips).hasSizeGreaterThan(20).doesNotHaveDuplicates().allMatch(frame::contains);
        for (var one : chips) {
            assertThat(chips).filteredOn(one::intersects).containsExactly(one);
        }
    }

    @Test
    void whatever_anybody_wrote_is_shown_and_not_run() throws Exception {
        var page = page(hostile(json(TRACE)), HOSTILE);

        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;");
        assertThat(page)
                .doesNotContain("<script>alert")
                .doesNotContain("\" onload")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
        assertThat(Pattern.compile("<style>").matcher(page).results()).hasSize(1);
        assertThat(Pattern.compile("</?script").matcher(page).results()).hasSize(2);
        for (var svg : svgs(page)) {
            assertThat(xml(svg).getElementsByTagName("script").getLength()).isZero();
        }
    }

    @Test
    void it_lets_nothing_run_or_load_but_its_own_script_and_style() throws Exception {
        var page = page(json(TRACE), "");

        assertThat(page)
                .contains(
                        "default-src 'none'; style-src '%s'; script-src '%s';"
                                .formatted(
                                        hash(between("<style>", "</style>", page)),
                                        hash(between("<script>", "</script>", page))));
        assertThat(page)
                .doesNotContain("://", " src=", " href=", " style=", "@import")
                .doesNotContainPattern("\\son\\w+=");
    }

    @Test
    void what_cannot_be_seen_at_all_has_a_page_too() {
        assertThat(page(json("{'booking':'b1','status':'NONE','why':['No booking.']}"), ""))
                .contains("No booking.", "nothing to draw", "not asked for");
    }

    @Test
    void many_sentences_are_folded_but_there() {
        var trace = (ObjectNode) json(TRACE);
        var why = trace.putArray("why");
        for (var number = 0; number < 12; number++) why.add("Sentence " + number + ".");

        assertThat(page(trace, ""))
                .contains("<p>Sentence 0.</p>", "<summary>and 6 more</summary>", "Sentence 11.");
    }

    private static JsonNode hostile(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(hostile(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (var index = 0; index < array.size(); index++) {
                array.set(index, hostile(array.get(index)));
            }
        } else if (node.isTextual() && Moment.instant(node.asText()).isEmpty()) {
            return JSON.getNodeFactory().textNode(node.asText() + HOSTILE);
        }
        return node;
    }

    private static String page(JsonNode trace, String options) {
        return new TracePage(trace, options).html();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    /// The lanes' names, the wide picture, the narrow one.
    private static List<String> svgs(String page) {
        return Pattern.compile("<svg viewBox.*?</svg>\n(?=<svg viewBox|</div>)", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group())
                .toList();
    }

    private static Element xml(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
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
