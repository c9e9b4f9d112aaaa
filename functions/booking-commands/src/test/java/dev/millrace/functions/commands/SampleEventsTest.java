package dev.millrace.functions.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.lambda.SampleEvents;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each sample event is answered, after the one that places a booking under a key.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SampleEventsTest {
    private static final String FIRST = "place-with-idempotency-key";
    private static final SampleEvents SAMPLES = SampleEvents.of("BookingCommands");

    private static final Map<String, String> ANSWERS =
            Map.ofEntries(
                    Map.entry("place-by-another-client", "202 AWAITING_CONFIRMATION"),
                    Map.entry("place", "202 AWAITING_CONFIRMATION"),
                    Map.entry("place-base64", "202 AWAITING_CONFIRMATION"),
                    Map.entry(FIRST, "202 AWAITING_CONFIRMATION"),
                    Map.entry(
                            "place-same-key-another-body",
                            "422 IDEMPOTENCY_KEY_REUSED Idempotency-Key"),
                    Map.entry("place-no-seats", "422 NO_SEATS seats"),
                    Map.entry("place-duplicate-seats", "422 DUPLICATE_SEATS seats"),
                    Map.entry("place-too-many-seats", "422 TOO_MANY_SEATS seats"),
                    Map.entry("place-empty-body", "400 EMPTY_BODY"),
                    Map.entry("place-malformed-json", "400 MALFORMED_JSON"),
                    Map.entry("place-unknown-field", "400 UNKNOWN_FIELD discount"),
                    Map.entry("place-wrong-type", "400 INVALID_FIELD seats[0].row"),
                    Map.entry("place-wrong-content-type", "415 UNSUPPORTED_MEDIA_TYPE"),
                    Map.entry("cancel", "200 CANCELLED"),
                    Map.entry("cancel-with-reason", "200 CANCELLED"),
                    Map.entry("cancel-another-clients-booking", "404 NOT_FOUND"),
                    Map.entry("cancel-no-such-id", "404 NOT_FOUND"));

    static Set<Map.Entry<String, String>> answers() {
        return ANSWERS.entrySet();
    }

    @RegisterExtension private final Desk desk = new Desk();

    @Test
    void every_sample_is_fed() {
        assertThat(SAMPLES.names()).isEqualTo(ANSWERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_sample_is_answered(Map.Entry<String, String> sample) {
        desk.answer(SAMPLES.json(FIRST));

        var answer = desk.answer(SAMPLES.json(sample.getKey()));

        var status = answer.text("status");
        assertThat(answer.status() < 300 ? answer.status() + " " + status : answer.problem())
                .isEqualTo(sample.getValue());
    }
}
