package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateCosts;
import dev.millrace.TemplateFile;
import dev.millrace.acceptance.Month.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/costs.md has the cost of a booking from its first call to its end. This test measures
/// calls, units and bytes, and computes the cost of a month from them.
///
/// If a change is meant to alter the cost of a booking, copy the new table from the message of the
/// failure.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingCostTest {
    private static final Map<String, Bill> BILLS = new HashMap<>();

    @BeforeAll
    static void lead_bookings_through_their_lives(@TempDir Path folder) throws IOException {
        try (var lives = BookingLives.withHoldsOf(Duration.ofHours(6), folder)) {
            lives.putConcert("hall", 1_000);
            BILLS.put("settled", lives.measure(bill -> settle(lives, bill)));
            BILLS.put("denied", lives.measure(bill -> deny(lives, bill)));
            BILLS.put("looked at", lives.measure(bill -> look(lives, bill)));
            BILLS.put("a minute", lives.measure(lives::sweep));
        }
        try (var lives = BookingLives.withHoldsOf(Duration.ofSeconds(4), folder)) {
            lives.putConcert("hall", 1_000);
            var withTwoSweeps = lives.measure(bill -> expire(lives, bill));
            BILLS.put("expired", withTwoSweeps.plus(-1, bill("a minute")));
        }
    }

    private static void settle(BookingLives lives, Bill bill) {
        lives.place(bill, "settled", "hall", 1);
        lives.pay(bill, "settled");
        assertThat(lives.status("settled")).isEqualTo("SETTLED");
    }

    /// Its seats are taken.
    private static void deny(BookingLives lives, Bill bill) {
        lives.place(bill, "denied", "hall", 1);
        assertThat(lives.status("denied")).isEqualTo("DENIED");
    }

    private static void expire(BookingLives lives, Bill bill) {
        lives.place(bill, "expired", "hall", 1);
        lives.remind(bill);
        lives.expire(bill);
        assertThat(lives.status("expired")).isEqualTo("EXPIRED");
    }

    private static void look(BookingLives lives, Bill bill) {
        lives.lookAtConcert(bill, "hall");
        for (var times = 0; times < 3; times++) lives.look(bill, "settled");
    }

    @Test
    void none_of_the_calls_that_were_counted_failed() {
        assertThat(BILLS.values())
                .flatExtracting(bill -> bill.byFunction().values())
                .flatExtracting(work -> work.calls().keySet())
                .isNotEmpty()
                .noneMatch(call -> call.endsWith("failed"));
    }

    @Test
    void each_life_takes_what_the_docs_say() throws IOException {
        var lives = List.of("settled", "expired", "denied", "looked at", "a minute");
        var bills = lives.stream().map(BookingCostTest::bill).toList();
        assertSaid(Markdown.lives(lives, bills));
    }

    @Test
    void a_month_costs_what_the_docs_say() throws IOException {
        var booking =
                new Bill()
                        .plus(0.80, bill("settled"))
                        .plus(0.15, bill("expired"))
                        .plus(0.05, bill("denied"))
                        .plus(1, bill("looked at"));
        var months =
                Stream.of(new Load(1_000, 1), new Load(100_000, 0.05), new Load(10_000_000, 0.001))
                        .map(load ->
                                new Month(load, booking, bill("a minute"), TemplateCosts.read()))
                        .toList();
        assertSaid(Markdown.months(months));
    }

    private static Bill bill(String life) {
        return Objects.requireNonNull(BILLS.get(life), life);
    }

    private static void assertSaid(String table) throws IOException {
        var said = Files.readString(TemplateFile.ROOT.resolve("docs/costs.md"));
        assertThat(said.contains(table))
                .withFailMessage(() -> "docs/costs.md should say:\n" + table)
                .isTrue();
    }
}
