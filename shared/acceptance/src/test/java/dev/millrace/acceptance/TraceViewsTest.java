package dev.millrace.acceptance;

import static dev.millrace.acceptance.ShownTrace.ofPage;
import static dev.millrace.acceptance.ShownTrace.ofText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.demo.BusLog;
import dev.millrace.demo.DemoStories;
import dev.millrace.demo.ServiceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// All views of a trace show the same: the text, the JSON, the page and the console, for each story
/// of the demo and for each kind of trouble.
@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceViewsTest {
    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT4S");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> BOOKINGS = new LinkedHashMap<>();

    /// A refund that the instance owes.
    private static final String OWED =
            """
            [{"id":"r1","publish":{"type":"RefundRequested","v":1,"data":{"id":"r1","schema":1,"paymentId":"p",\
            "bookingId":"BOOKING","clientId":"ada","reason":"ALREADY_SETTLED"}},"correlationId":"c","causationId":"PaymentReceived/p"}]\
            """;

    @TempDir private static Path folder;

    /// The views of one state.
    private record Views(JsonNode json, String text, String page, String console) {}

    @BeforeAll
    static void play() {
        var tables = new LocalTables(SERVICE.cloud());
        var client = SERVICE.client();
        var bus = new BusLog(SERVICE.cloud(), InstantSource.system());
        for (var story : new DemoStories(SERVICE.cloud(), bus).play()) {
            assertThat(story.actual()).as(story.title()).isEqualTo(story.expected());
            BOOKINGS.put(story.title(), story.bookingId());
        }
        for (var trouble : List.of("a parked step", "a skipped step")) {
            var concert = trouble.replace(' ', '-');
            client.putConcert(concert, "49.90", 1);
            tables.price(concert, "a song");
            var booking = client.book("ada", concert, 1);
            awaitParked("Booking#" + booking + "/1");
            BOOKINGS.put(trouble, booking);
        }
        var skipped = "Booking#" + BOOKINGS.get("a skipped step") + "/1";
        assertThat(
                        Ran.on(
                                        SERVICE.cloud().api(),
                                        "skip",
                                        "reservation",
                                        skipped,
                                        skipped,
                                        "--reason",
                                        "<b>it</b> was \"called off\" & paid back")
                                .exitCode())
                .isZero();
        BOOKINGS.put(
                "an unreadable commit, and an instance that is parked and owes an effect",
                broken(client, tables));
    }

    /// Makes a booking whose last commit cannot be read, so that its payment cannot be received,
    /// and that owes a refund.
    private static String broken(ServiceClient client, LocalTables tables) {
        client.putConcert("broken", "49.90", 1);
        var booking = client.book("ada", "broken", 1);
        client.await("ada", booking, "CONFIRMED");
        var commit = new HashMap<>(item(tables, "BookingEventsTable", "Booking#" + booking));
        commit.putAll(Map.of("seq", fromN("3"), "events", fromS("[{"), "cmd", fromS("broken")));
        tables.put("BookingEventsTable", commit);
        client.pay("ada", "unheard", booking, "49.90");
        awaitParked("payment " + booking);
        var instance = item(tables, "ProcessesTable", "payment#" + booking);
        tables.change("ProcessesTable", instance, Map.of("owed", OWED.replace("BOOKING", booking)));
        return booking;
    }

    private static Map<String, AttributeValue> item(LocalTables tables, String table, String pk) {
        return tables.items(table).stream()
                .filter(item -> fromS(pk).equals(item.get("pk")))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitParked(String what) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Ran.on(SERVICE.cloud().api(), "parked").out().contains(what));
    }

    @Test
    void all_views_show_the_same() throws Exception {
        var all = new StringBuilder();
        try (var console = new RunningConsole(SERVICE.cloud().api())) {
            for (var one : BOOKINGS.entrySet()) {
                var views = views(one.getValue(), console);
                var expected = ShownTrace.of(views.json());
                assertThat(ofText(views.text())).as("text of %s", one).isEqualTo(expected.asText());
                assertThat(ofPage(views.page())).as("page of %s", one).isEqualTo(expected);
                assertThat(ofPage(views.console())).as("console of %s", one).isEqualTo(expected);
                all.append(views.json());
            }
        }
        assertThat(all)
                .contains("DONE", "PENDING", "PARKED", "SKIPPED")
                .contains("owes effects", "dropped", "cannot be read", "payment is parked at");
    }

    /// Takes the views of one state: the trace is the same before and after them, but for its time.
    private static Views views(String booking, RunningConsole console) throws Exception {
        for (var look = 0; look < 20; look++) {
            var before = json(booking);
            var file = Files.createTempFile(folder, "page", ".html");
            var text = Ran.on(SERVICE.cloud().api(), "trace", booking).out();
            Ran.on(SERVICE.cloud().api(), "trace", booking, "--html", file.toString());
            var fragment = console.view("/entity?id=" + booking);
            var after = json(booking);
            if (timeless(before).equals(timeless(after))) {
                return new Views(after, text, Files.readString(file), fragment);
            }
        }
        throw new AssertionError(booking + " does not come to rest");
    }

    private static JsonNode json(String booking) throws IOException {
        return JSON.readTree(Ran.on(SERVICE.cloud().api(), "trace", booking, "--json").out());
    }

    private static JsonNode timeless(JsonNode trace) {
        return ((ObjectNode) trace.deepCopy()).without("now");
    }
}
