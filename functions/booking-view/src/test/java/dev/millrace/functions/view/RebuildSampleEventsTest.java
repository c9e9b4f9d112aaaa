package dev.millrace.functions.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each sample is answered while the journal holds a booking of three commits.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RebuildSampleEventsTest {
    private static final SampleEvents SAMPLES = SampleEvents.of("BookingViewRebuild");

    private static final Map<String, String> ANSWERS =
            Map.of(
                    "size",
                    "{\"commits\":3}",
                    "rebuild",
                    "{\"commits\":3,\"rows\":1,\"written\":1,\"failed\":[],\"late\":[]}",
                    "malformed-segment-out-of-range",
                    "{\"mistake\":\"\\\"segment\\\" is 4: it is a whole number from 0 to 3\"}",
                    "malformed-misspelt",
                    "{\"mistake\":\"\\\"rebuild\\\" takes no \\\"afer\\\": it takes operation, segment, segments, after\"}");

    static Set<Map.Entry<String, String>> answers() {
        return ANSWERS.entrySet();
    }

    @RegisterExtension private final RebuildStage stage = new RebuildStage();

    @Test
    void every_sample_is_fed() {
        assertThat(SAMPLES.names()).isEqualTo(ANSWERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_sample_is_answered(Map.Entry<String, String> sample) {
        stage.booking(4);

        var answer = stage.function(48).handleRequest(read(sample.getKey()), TestContext.inTime());

        assertThat(Json.write(answer)).isEqualTo(sample.getValue());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(String sample) {
        return SAMPLES.read(sample, Map.class);
    }
}
