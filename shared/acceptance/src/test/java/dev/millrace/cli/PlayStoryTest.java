package dev.millrace.cli;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.template.Template;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a new user does with the mouse alone in the console of a fresh local cloud. Each form is
/// sent with the values that the page has.
@Tag("end-to-end")
@Tag("embedded")
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlayStoryTest {
    private static final Pattern FORM =
            Pattern.compile("<form hx-post=\"([^\"]+)\"(.*?)</form>", Pattern.DOTALL);
    private static final Pattern FIELD =
            Pattern.compile(
                    "<(?:input [^>]*?name=\"([^\"]+)\" value=\"([^\"]*)\"|textarea name=\"([^\"]+)\"[^>]*>([^<]*))");
    private static final Pattern LOOK = Pattern.compile("href=\"(/entity\\?[^\"]+)\"");

    private final HttpClient browser = HttpClient.newHttpClient();
    private LocalCloud cloud;
    private ConsoleServer console;
    private String address = "";
    private String token = "";

    @BeforeEach
    void start() {
        var template = TemplateFile.ROOT.resolve("template.yaml");
        var parameters = new HashMap<>(Template.localParameters(template));
        assertThat(Duration.parse(parameters.get("ReservationHold")))
                .isLessThan(Duration.ofMinutes(1));
        parameters.put("ReservationHold", "PT5S"); // this test has less time than a new user
        cloud = LocalCloud.start(TemplateFile.local().withParameters(parameters));
        var clock = InstantSource.system();
        console =
                ConsoleCommand.server(
                        Deployment.of(cloud.api()),
                        false,
                        0,
                        clock,
                        new PlayPage(cloud, TemplateFile.ROOT, clock));
        var printed = URI.create(console.address());
        address = "http://" + printed.getAuthority();
        token = printed.getFragment();
    }

    @AfterEach
    void stop() {
        if (console != null) console.close();
        if (cloud != null) cloud.close();
    }

    @Test
    void one_booking_is_settled_one_expires_and_one_is_parked_and_redriven() {
        click("PUT /concerts/{concertId}");
        var settled = look(click("POST /bookings"));
        await(settled, "CONFIRMED");
        click("Put it on the bus");
        await(settled, "SETTLED");

        var unpaid = look(click("POST /bookings", "secondRow"));
        await(unpaid, "CONFIRMED");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    assertThat(click("Run BookingExpiry now")).contains("It answered.");
                    assertThat(get("/view" + unpaid)).contains(">EXPIRED<");
                });

        click("Break writes to SeatsTable");
        var parked = look(click("POST /bookings", "thirdRow"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(get("/view/parked"))
                                .contains("reservation", "broken on purpose"));
        assertThat(get("/view" + parked)).contains(">AWAITING_CONFIRMATION<");
        click("Mend SeatsTable");
        assertThat(click("/view/parked", "Redrive", Map.of()))
                .contains("Done: it is no longer parked.");
        await(parked, "CONFIRMED");

        assertThat(get("/view/"))
                .contains("BookingPaid, BookingSettled", "PaymentReceived", "None is behind.");
    }

    @Test
    void a_throttled_table_is_an_outage_that_is_shown_and_parks_nothing() {
        click("PUT /concerts/{concertId}");
        assertThat(click("Throttle SeatsTable for 20 s")).contains("Throttled until");
        var waiting = look(click("POST /bookings"));
        await(waiting, "AWAITING_CONFIRMATION");
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> assertThat(get("/view/play/feed")).contains("1 records not handled"));
        assertThat(get("/view/parked")).contains("Nothing is parked.");
        await(waiting, "CONFIRMED");
    }

    private String look(String answer) {
        var link = LOOK.matcher(answer);
        assertThat(link.find()).as(answer).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    private void await(String entity, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(45))
                .untilAsserted(
                        () -> assertThat(get("/view" + entity)).contains(">" + status + "<"));
    }

    /// Clicks a button of the page, or the button of the call of this route.
    private String click(String button) {
        return click("/view/play", button, Map.of());
    }

    /// Chooses an example, then clicks the button of the call.
    private String click(String route, String example) {
        var body =
                Pattern.compile("data-body=\"([^\"]+)\">" + example + "<")
                        .matcher(get("/view/play"));
        assertThat(body.find()).as(example).isTrue();
        return click("/view/play", route, Map.of("body", text(body.group(1))));
    }

    private String click(String page, String button, Map<String, String> changes) {
        for (var form : FORM.matcher(get(page)).results().toList()) {
            if (!form.group(2).contains(">" + button + "<")
                    && !form.group(2).contains("\"" + button + "\"")) continue;
            var fields = new HashMap<String, String>(Map.of("client", "ada", "admin", "yes"));
            for (var field : FIELD.matcher(form.group(2)).results().toList()) {
                var name = field.group(1) == null ? field.group(3) : field.group(1);
                fields.put(name, text(field.group(1) == null ? field.group(4) : field.group(2)));
            }
            fields.putAll(changes);
            return post(form.group(1), fields);
        }
        throw new AssertionError("no button " + button + " on " + page);
    }

    private static String text(String html) {
        return html.replace("&#34;", "\"")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)));
    }

    private String post(String path, Map<String, String> fields) {
        var form = new StringBuilder();
        fields.forEach((name, value) ->
                form.append(encode(name, UTF_8))
                        .append('=')
                        .append(encode(value, UTF_8))
                        .append('&'));
        return send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Origin", address)
                        .POST(BodyPublishers.ofString(form.toString())));
    }

    private String send(HttpRequest.Builder request) {
        try {
            var answer =
                    browser.send(
                            request.header("Millrace-Token", token).build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
