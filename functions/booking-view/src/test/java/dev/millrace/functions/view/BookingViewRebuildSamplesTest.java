package dev.millrace.functions.view;

import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.SampleEventsContract;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/// The journal has a booking of three commits.
class BookingViewRebuildSamplesTest extends SampleEventsContract {
    static List<Arguments> expected() {
        return table(
                """
                size                            {"commits":3}
                rebuild                         {"commits":3,"rows":1,"written":1,"failed":[],"late":[]}
                malformed-segment-out-of-range  {"mistake":"\\"segment\\" is 4: it is a whole number from 0 to 3"}
                malformed-misspelt              {"mistake":"\\"rebuild\\" takes no \\"afer\\": it takes \
                operation, segment, segments, after"}
                """);
    }

    @RegisterExtension private final RebuildStage stage = new RebuildStage();

    BookingViewRebuildSamplesTest() {
        super("BookingViewRebuild");
    }

    @Override
    protected String result(String sample) {
        stage.booking(4);

        var answer = stage.function(48).handleRequest(samples.map(sample), TestContext.inTime());
        return Json.write(answer);
    }
}
