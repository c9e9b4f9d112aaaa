package dev.millrace.eventsourcing.lambda.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.process.Instance.Parked;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An operator's answer fits into an answer of Lambda, however much there is to report.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnswerSizeTest {
    private static final int MOST_BYTES_OF_LAMBDA = 6 * 1024 * 1024;
    private static final String LONG_KEY = "k".repeat(1_000);

    @RegisterExtension private final Bank bank = new Bank();

    /// A control character takes six characters in JSON.
    @Test
    void parked_lists_as_many_as_fit() {
        var error = "\u0001".repeat(500);
        var parked = new Parked(LONG_KEY + LONG_KEY, null, error, 3, bank.clock.instant(), null);
        for (var row = 0; row < 600; row++) bank.put(row(row, LONG_KEY, "broken"));
        for (var row = 600; row <= 1_600; row++) {
            bank.put(row(row, LONG_KEY, Json.write(parked)));
        }

        var answer = bank.ask(Map.of("operation", "parked"));

        assertThat(bytes(answer)).isLessThan(MOST_BYTES_OF_LAMBDA * 3 / 4);
        assertThat(answer).containsEntry("more", true);
        assertThat((List<?>) answer.get("parked")).hasSizeBetween(500, 999);
        assertThat((List<?>) answer.get("unreadable"))
                .hasSizeBetween(300, 599)
                .last()
                .asString()
                .matches("and [0-9]+ others");
    }

    @Test
    void parked_lists_a_thousand_of_usual_size() {
        var parked = new Parked("a/1/0", null, "broken", 3, bank.clock.instant(), null);
        for (var row = 0; row < 1_000; row++) bank.put(row(row, "a", Json.write(parked)));

        var answer = bank.ask(Map.of("operation", "parked"));

        assertThat((List<?>) answer.get("parked")).hasSize(1_000);
        assertThat(answer).containsEntry("more", false);
    }

    private static Map<String, AttributeValue> row(int row, String key, String parked) {
        return new HashMap<>(
                Map.of(
                        "pk", fromS("bonus#" + row + key),
                        "process", fromS("bonus"),
                        "key", fromS(row + key),
                        "parkedSince",
                                fromS(String.format(Locale.ROOT, "2026-03-01T12:00:00.%04dZ", row)),
                        "parked", fromS(parked)));
    }

    /// `bonus` and the stream may have an instance for each commit, if they are parked at it.
    @Test
    void trace_reads_the_last_commits_and_what_is_parked() {
        bank.open("m", "Mallory");
        bank.toProcesses(bank.items("Accounts"));
        bank.toProcesses(bank.items("Safes"));
        for (var number = 0; number < 250; number++) bank.deposit("m", number);
        bank.meter().reset();

        var answer = bank.ask(Map.of("operation", "trace", "type", "SafeDeposit", "entity", "m"));

        assertThat(Collections.frequency(bank.meter().calls(), "getItem")).isBetween(400, 410);
        assertThat(answer.get("why")).asString().contains("bonus is parked at SafeDeposit#m/1");
        assertThat((List<?>) answer.get("entries")).hasSizeGreaterThan(500);
        assertThat(answer.get("rejections"))
                .asString()
                .contains("request 249")
                .hasSizeLessThan(10_000);
    }

    private static int bytes(Map<String, Object> answer) {
        return Json.write(answer).getBytes(UTF_8).length;
    }
}
