package dev.millrace.functions.concerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.SampleEventsContract;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/// Each sample comes after the one that puts a concert.
class ConcertsSamplesTest extends SampleEventsContract {
    static List<Arguments> expected() {
        return table(
                """
                put                 200
                put-more-seats      200
                put-malformed-json  400 MALFORMED_JSON
                put-price-not-text  400 INVALID_FIELD seats[0].price
                put-no-groups       403 FORBIDDEN
                put-not-admin       403 FORBIDDEN
                get                 200
                get-unknown         404 NOT_FOUND
                """);
    }

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    ConcertsSamplesTest() {
        super("Concerts");
    }

    @BeforeEach
    void concert() {
        BookingTables.seats(dynamoDb);
        assertThat(answer("put").status()).isEqualTo(201);
    }

    @Override
    protected String result(String sample) {
        var answer = answer(sample);
        return answer.status() < 300 ? "200" : answer.problem();
    }

    private TestAnswer answer(String sample) {
        var platform =
                new Platform(
                        new LogLines().environment(Map.of("SEATS_TABLE", "Seats")),
                        TestRuntime.at(() -> LogLines.NOW),
                        dynamoDb::client);
        return TestAnswer.of(new Concerts(platform).handle(samples.json(sample)));
    }
}
