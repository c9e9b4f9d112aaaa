package dev.millrace.functions.concerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each sample event is answered, after the one that puts a concert.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SampleEventsTest {
    private static final SampleEvents SAMPLES = SampleEvents.of("Concerts");

    private static final Map<String, String> ANSWERS =
            Map.of(
                    "put", "200",
                    "put-more-seats", "200",
                    "put-malformed-json", "400 MALFORMED_JSON",
                    "put-price-not-text", "400 INVALID_FIELD seats[0].price",
                    "put-no-groups", "403 FORBIDDEN",
                    "put-not-admin", "403 FORBIDDEN",
                    "get", "200",
                    "get-unknown", "404 NOT_FOUND");

    static Set<Map.Entry<String, String>> answers() {
        return ANSWERS.entrySet();
    }

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    @BeforeEach
    void concert() {
        BookingTables.seats(dynamoDb);
        assertThat(answer("put").status()).isEqualTo(201);
    }

    @Test
    void every_sample_is_fed() {
        assertThat(SAMPLES.names()).isEqualTo(ANSWERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_sample_is_answered(Map.Entry<String, String> sample) {
        var answer = answer(sample.getKey());

        assertThat(answer.status() < 300 ? "200" : answer.problem()).isEqualTo(sample.getValue());
    }

    private TestAnswer answer(String sample) {
        var event = SAMPLES.json(sample);
        return TestAnswer.of(
                new Concerts(
                                new Platform(
                                        new LogLines().environment(Map.of("SEATS_TABLE", "Seats")),
                                        TestRuntime.at(() -> LogLines.NOW),
                                        dynamoDb::client))
                        .handle(event));
    }
}
