package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The classes that a function must still load for its first event after a restore from its
/// snapshot. The functions run in the order of a booking's life, and each step of that life is a
/// first event.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SnapStartTest {
    /// Enough classes for reading the first event of a JVM and making its answer.
    private static final int FEW = 20;

    private static final String IN_ORDER =
            """
            Concerts,        put,                        "statusCode":201
            BookingCommands, place-with-idempotency-key, "statusCode":202
            BookingView,     placed,                     "batchItemFailures":[]
            BookingProcess,  placed,                     "batchItemFailures":[]
            BookingQueries,  get,                        "status\\":\\"CONFIRMED\\"
            PaymentProcess,  paid,                       null
            """;

    @TempDir private static Path folder;
    private static QuietCloud cloud;

    @BeforeAll
    static void start() throws IOException {
        cloud = QuietCloud.start(folder);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = IN_ORDER, quoteCharacter = '\'')
    void a_restored_function_loads_next_to_nothing_for_its_first_event(
            String function, String sample, String answer) throws Exception {
        var first =
                RestoredFunction.given(cloud.function(function), sample(function, sample), folder);

        System.out.printf(
                "%s loads %d classes: %s%n", function, first.loaded().size(), first.loaded());
        assertThat(first.output()).contains("\"message\":\"primed\"");
        assertThat(first.answer()).contains(answer);
        assertThat(first.loaded()).hasSizeLessThan(FEW);
    }

    /// Lambda gives a function with snapshots its credentials over HTTP, and new ones after a
    /// restore. The function must keep neither the credentials nor the time of its warm-up, and no
    /// connection: the other end of a restored connection is gone.
    @Test
    void a_restored_function_has_the_credentials_the_time_and_the_connection_of_its_event()
            throws Exception {
        try (var lambda = new ChangingCredentials()) {
            var function = cloud.function("BookingCommands", lambda.url());
            var event = sample("BookingCommands", "place");

            RestoredFunction.given(function, lambda.variables(), event, folder);

            assertThat(lambda.usedTo("Query")).contains("key1");
            assertThat(lambda.usedTo("PutItem"))
                    .hasSize(1)
                    .doesNotContainAnyElementsOf(lambda.usedTo("Query"));
            assertThat(lambda.callersPort("PutItem")).isNotEqualTo(lambda.callersPort("Query"));
            var primed = lambda.when("Query");
            assertThat(Instant.parse(lambda.sent("PutItem", "at"))).isAfter(primed);
        }
    }

    @Test
    void every_function_with_snapshots_is_tried() {
        var withSnapshots =
                TemplateFile.read().functions().stream()
                        .filter(function -> function.at("SnapStart").exists())
                        .map(TemplateFile.Resource::id)
                        .collect(toSet());
        assertThat(IN_ORDER.lines().map(line -> line.split(",", 2)[0]).toList())
                .containsExactlyInAnyOrderElementsOf(withSnapshots);
    }

    private static Path sample(String function, String name) {
        return ROOT.resolve("events").resolve(function).resolve(name + ".json");
    }
}
