package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.millrace.TemplateFile;
import dev.millrace.local.LocalCloud;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;

/// The console of a local cloud in a real browser, with the mouse or the keyboard alone. Without
/// Chromium and its driver these tests are skipped.
@Tag("end-to-end")
@Tag("embedded")
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConsoleBrowserTest {
    private static Browser browser;

    private LocalCloud cloud;
    private ConsoleServer console;

    @BeforeAll
    static void a_browser() {
        assumeTrue(Browser.isInstalled(), "no chromium and chromedriver: no test in a browser");
        browser = Browser.start();
    }

    @AfterAll
    static void close() {
        if (browser != null) browser.close();
    }

    @BeforeEach
    void a_concert_is_on_sale() {
        cloud =
                LocalCloud.start(
                        TemplateFile.local().withParameters(Map.of("ReservationHold", "PT20S")));
        console = console(0);
        openPlay();
        send("PUT /concerts/{concertId}");
        browser.awaitText("Answer 201");
    }

    @AfterEach
    void stop() {
        if (console != null) console.close();
        if (cloud != null) cloud.close();
    }

    private ConsoleServer console(int port) {
        var clock = InstantSource.system();
        var play = new PlayPage(cloud, TemplateFile.ROOT, clock);
        return ConsoleCommand.server(Deployment.of(cloud.api()), false, port, clock, play);
    }

    private void openPlay() {
        browser.open(console.address());
        browser.clickLink("Play");
        browser.awaitText("Inject a fault");
    }

    private static String form(String route) {
        return "//details[.//code='%s']".formatted(route);
    }

    private void send(String route) {
        browser.click(form(route) + "//button[.='Send']");
    }

    private void place(String example) {
        openPlay();
        browser.click(form("POST /bookings") + "//button[.='%s']".formatted(example));
        send("POST /bookings");
        browser.awaitText("Answer 202");
    }

    @Test
    void one_page_shows_what_another_page_does_without_a_reload() {
        place("twoSeats");
        browser.clickLink("Look at");
        browser.awaitText("CONFIRMED");
        browser.driver().executeScript("document.body.dataset.same = 'yes'");

        var first = browser.openBeside(console.address());
        browser.clickLink("Play");
        browser.clickButton("Put it on the bus");
        browser.awaitText("It is on the bus.");
        browser.closeTab(first);

        browser.awaitText("SETTLED");
        assertThat(browser.find("//body[@data-same='yes']")).isNotEmpty();
    }

    @Test
    void an_unpaid_booking_counts_down_and_expires() {
        place("secondRow");
        browser.clickLink("Look at");
        browser.awaitText("CONFIRMED");
        browser.until(() -> browser.text().matches("(?s).*\\bin 1?\\d s\\b.*"));

        browser.clickLink("Play");
        browser.until(() -> {
            browser.clickButton("Run BookingExpiry now");
            return browser.text().contains("BookingExpired");
        });
    }

    /// Parks the step that holds the seats of a booking.
    private void park() {
        place("thirdRow");
        browser.click("//button[@id='break-SeatsTable']");
        browser.awaitText("Writes fail until you mend it.");
        send("POST /bookings");
        browser.clickLink("Parked");
        browser.awaitText("broken on purpose");
    }

    @Test
    void a_parked_step_is_skipped_with_a_reason_that_its_trace_shows() {
        park();
        var instance = browser.find("//article//h2/span").getFirst().getText();
        var booking = instance.replaceAll("^Booking#|/.*$", "");

        browser.click("//input[@name='reason']");
        browser.type("sold by hand");
        browser.clickButton("Skip for good");

        browser.awaitText("Nothing is parked.");
        browser.click("//input[@name='id'][@size='26']");
        browser.type(booking, Keys.ENTER);
        browser.awaitText("sold by hand");
    }

    @Test
    void a_parked_step_is_redriven_after_the_defect_is_mended() {
        park();
        assertAccessible("parked");
        browser.driver()
                .executeScript(
                        "const one = document.querySelector('article button'); one.focus(); one.dataset.same = 'yes';");
        browser.until(() -> browser.text().matches("(?s).*\\([5-9] s ago\\).*"));
        assertThat(browser.driver().executeScript("return document.activeElement.dataset.same"))
                .as("the focus after some reloads")
                .isEqualTo("yes");
        browser.clickLink("Play");
        browser.clickButton("Mend");
        browser.awaitNoText("Writes fail until you mend it.");

        browser.clickLink("Parked");
        browser.clickButton("Redrive");

        browser.awaitText("Done: it is no longer parked.");
        browser.awaitText("Nothing is parked.");
    }

    @Test
    void the_keyboard_alone_finds_a_booking() {
        place("twoSeats");
        var booking = browser.property("//input[@name='detail.bookingId']", "value");
        browser.open(console.address());
        browser.awaitText("Overview");

        browser.tabTo("id");
        browser.type(booking, Keys.ENTER);

        browser.awaitText("BookingPlaced");
        assertThat(browser.text()).contains(booking);
    }

    @Test
    void a_page_shows_that_its_console_is_gone_and_a_restart_serves_it_again() {
        var other = console(0);
        browser.open(other.address());
        browser.awaitText("Overview");
        var port = URI.create(other.address()).getPort();

        other.close();
        browser.until(() -> !browser.find("//main[@data-lost]").isEmpty());

        try (var next = console(port)) {
            browser.awaitText("token");
            browser.open(next.address());
            browser.awaitText("Overview");
        }
    }

    @Test
    void every_page_is_accessible_at_two_widths() {
        place("twoSeats");
        var entity = browser.property("//a[starts-with(.,'Look at')]", "href");
        for (var width : new int[] {1600, 400}) {
            browser.driver().manage().window().setSize(new Dimension(width, 1200));
            browser.clickLink("Overview");
            browser.awaitText("Failure queues");
            assertAccessible("overview");
            browser.clickLink("Play");
            browser.awaitText("Inject a fault");
            assertAccessible("play");
            browser.open(entity);
            browser.awaitText("BookingPlaced");
            assertAccessible("entity");
        }
        browser.driver().manage().window().setSize(new Dimension(1600, 1200));
    }

    private static void assertAccessible(String page) {
        var violations = new AxeBuilder().analyze(browser.driver());

        assertThat(violations.getViolations())
                .as(page)
                .extracting(ConsoleBrowserTest::told)
                .isEmpty();
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getNodes();
    }
}
