package dev.millrace.functions.queries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each sample event is answered, of the two bookings that the stream's samples tell of.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SampleEventsTest {
    private static final SampleEvents SAMPLES = SampleEvents.of("BookingQueries");
    private static final SampleEvents STREAM = SampleEvents.of("BookingView");

    private static final Map<String, String> ANSWERS =
            Map.of(
                    "get",
                            "200 bookingId,clientId,concertId,seats,tickets,currency,status,"
                                    + "placedAt,confirmedAt,expiresAt,paymentId,version",
                    "get-no-such-id", "404 NOT_FOUND",
                    "get-another-clients-booking", "404 NOT_FOUND",
                    "history", "200 events",
                    "history-another-clients-booking", "404 NOT_FOUND",
                    "list", "200 bookings",
                    "list-next-page", "200 bookings",
                    "list-bad-cursor", "400 INVALID_FIELD cursor",
                    "list-bad-limit", "400 INVALID_FIELD limit");

    static Set<Map.Entry<String, String>> answers() {
        return ANSWERS.entrySet();
    }

    @RegisterExtension private final Counter counter = new Counter();

    @BeforeEach
    void bookings() {
        counter.journaled(STREAM.items("two-bookings-interleaved"));
        counter.journaled(STREAM.items("settled"));
    }

    @Test
    void every_sample_is_fed() {
        assertThat(SAMPLES.names()).isEqualTo(ANSWERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_sample_is_answered(Map.Entry<String, String> sample) {
        var answer = counter.answer(SAMPLES.json(sample.getKey()));

        assertThat(answer.status() < 300 ? "200 " + members(answer.body()) : answer.problem())
                .isEqualTo(sample.getValue());
    }

    private static String members(JsonNode body) {
        return String.join(",", (Iterable<String>) body::fieldNames);
    }
}
